"""What people type about agendas: reactions and answers, decisions, stakes, milestones."""

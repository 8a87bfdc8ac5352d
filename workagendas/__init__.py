"""Work agendas, actions, milestones, indicators, reporting rounds and progress updates."""

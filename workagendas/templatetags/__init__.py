"""Template words about agendas, actions and indicators."""

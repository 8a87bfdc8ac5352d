"""Public pages of agendas, actions and indicators, and the screens of my desk about them."""

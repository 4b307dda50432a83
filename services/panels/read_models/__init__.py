"""What panels look up: the calendar, the agendas, the decisions, the actions, who came."""

"""What happened: a read text in; event mentions with type, status, arguments, figures, time and place out."""

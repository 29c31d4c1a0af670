"""What the sheets agree with clients, typed and checked row against row."""

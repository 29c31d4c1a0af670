"""What builds, checks and documents the project; none of it travels with the add-in."""

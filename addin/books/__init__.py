"""Where tables live: an open Excel or a closed file."""

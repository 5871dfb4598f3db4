"""What starts: configuration, the composition root, the clock and the command line."""

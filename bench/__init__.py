"""The bench: every figure of speed and size that the bot promises, measured against a yardstick of the same minute."""

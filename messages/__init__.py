"""Every word the bot says: pure functions from records to messages and views, with each button's id beside it."""

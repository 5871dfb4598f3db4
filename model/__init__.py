"""What Keep Talking knows: records and the rules about them, pure, with no Slack and no store in sight."""

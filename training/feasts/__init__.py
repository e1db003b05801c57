"""Days of feasts that follow other calendars."""

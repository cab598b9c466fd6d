"""The rule language: durations, phrases, the model, and the builders that check it."""

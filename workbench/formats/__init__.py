"""How numbers and dates are written per language, where Django's own habits differ from ours."""

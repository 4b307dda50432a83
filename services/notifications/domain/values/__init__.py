"""The words and small shapes that notifications is made of."""

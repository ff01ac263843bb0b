"""Tests in real browsers. A package, so that what they share ends with the last of them."""

"""Trains and measures the twins, and writes what the app loads. The app never imports it."""

"""The tags of `{% load front %}`, a file for each part of a page."""

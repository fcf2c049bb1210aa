"""Front: frames only: root URLs, base page, design tokens, home, error pages."""

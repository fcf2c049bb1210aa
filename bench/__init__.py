"""Measurements: each prints JSON lines {"bench", "metric", "value", "unit", "n", "baseline", "ratio"}."""

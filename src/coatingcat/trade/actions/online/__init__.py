"""Paying on the hosted page of a provider: no number of a card ever comes here.

`port` says what a provider is asked; `checkout_sessions` speaks one protocol; `paying` writes down what comes of it.
"""

"""Quotepart measured beside what a user would otherwise use: ``python -m bench``.

Every measurement runs in a process of its own, so that none warms up or weighs on another; the
ways that are compared take turns, so that a slow minute of the machine falls on all of them.
"""

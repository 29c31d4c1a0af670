"""What every test shares."""

from hypothesis import settings

# Two busy cores make any deadline a matter of luck; speed is measured in bench/.
settings.register_profile("default", deadline=None, derandomize=True)
settings.register_profile("nightly", deadline=None, max_examples=10_000)
settings.load_profile("default")

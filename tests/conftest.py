"""What many tests share: one annotator, and the hypothesis profiles (`HYPOTHESIS_PROFILE=ci` is the thorough one)."""

import os

import pytest
from hypothesis import HealthCheck, settings

from lexibulle import Annotator, Glossary

# The machine is shared: no deadline. 20,000 examples over the promises are the CI profile.
settings.register_profile("dev", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", max_examples=4000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return Glossary.default()


@pytest.fixture(scope="session")
def annotator(glossary: Glossary) -> Annotator:
    return Annotator(glossary)

"""What people of the demo city expected before anything was measured: some too hopeful, some right."""

import random
from datetime import datetime

from livinglab.demo.people import Cast
from pilots.evidence.forecast import forecast
from pilots.models import Pilot

# Residents hope for more than officers expect; experts are closest.
HOPES = (("resident", 14, 1.5, 0.7), ("officer", 6, 0.8, 0.4), ("expert", 1, 1.0, 0.3))


def foresee(pilot: Pilot, cast: Cast, *, at: datetime) -> None:
    rng = random.Random(f"forecast:{pilot.pk}")
    measure = pilot.measures.filter(is_primary=True).get()
    smallest = measure.smallest_effect or 1
    sign = 1 if measure.direction == "up" else -1
    people = {
        "resident": rng.sample(cast.residents, 14),
        "officer": list(cast.officers.values())[:6],
        "expert": [cast.by_email["expert@demo.test"]],
    }
    for group, count, hope, spread in HOPES:
        for person in people[group][:count]:
            change = sign * smallest * 1.6 * rng.gauss(hope, spread)
            forecast(measure=measure, change=round(change, 1), by=person, at=at)

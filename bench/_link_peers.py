"""Peers of our linking, on the same accounts in the same run: TF-IDF with a date window, and Splink with its stock comparisons.

Both are given the best threshold on the very data that they are measured on, which ours is not.
"""

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sijill.link.profile import Profile

WINDOW_DAYS = 7
Scored = list[tuple[str, str, float]]
"""Two docs and how alike they are."""


def compare_tfidf(texts: Mapping[str, str], profiles: Mapping[str, Profile]) -> Scored:
    """Cosines of whole texts (words and pairs of words), for reports whose days, where both have one, are at most a week apart."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    docs = sorted(texts)
    matrix = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit_transform([texts[d] for d in docs])
    likeness = (matrix @ matrix.T).tocoo()
    return [
        (docs[a], docs[b], float(value))
        for a, b, value in zip(likeness.row, likeness.col, likeness.data, strict=True)
        if a < b and value >= 0.05 and _close(profiles[docs[a]], profiles[docs[b]])
    ]


def _close(left: Profile, right: Profile) -> bool:
    a, b = (p.days or (p.published and (p.published, p.published)) for p in (left, right))
    return not a or not b or max(a[0], b[0]) - min(a[1], b[1]) <= WINDOW_DAYS


def compare_splink(profiles: Mapping[str, Profile]) -> Scored | None:
    """Match probabilities by Splink's stock comparisons, weights by its EM; null where Splink is not installed."""
    if importlib.util.find_spec("splink") is None:
        return None
    import logging

    import pyarrow
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.AbsoluteDateDifferenceAtThresholds(
                "day", input_is_string=True, metrics=["day", "day"], thresholds=[1, 7], datetime_format="%Y-%m-%d"
            ),
            compare.DistanceInKMAtThresholds("lat", "lon", [2, 10, 30]),
            compare.JaroWinklerAtThresholds("name", [0.92, 0.8]),
            compare.ExactMatch("killed"),
            compare.ExactMatch("injured"),
            compare.ExactMatch("actor"),
        ],
        blocking_rules_to_generate_predictions=[block_on("day"), block_on("name"), block_on("cell")],
    )
    rows = pyarrow.Table.from_pylist([_row(doc, profile) for doc, profile in sorted(profiles.items())], schema=_schema(pyarrow))
    linker = Linker(DuckDBAPI().register(rows), settings, log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("day"), block_on("name")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    return [(r["unique_id_l"], r["unique_id_r"], float(r["match_probability"])) for r in found]


def _row(doc: str, profile: Profile) -> dict[str, Any]:
    from datetime import date

    point = profile.points[0] if profile.points else None
    return {
        "unique_id": doc,
        "day": date.fromordinal(profile.days[0]).isoformat() if profile.days else None,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "cell": f"{point.lat:.1f} {point.lon:.1f}" if point else None,
        "name": min(profile.names, default=None),
        "killed": profile.tolls["killed"][0][0] if "killed" in profile.tolls else None,
        "injured": profile.tolls["injured"][0][0] if "injured" in profile.tolls else None,
        "actor": min(profile.perpetrators, default=None),
    }


def _schema(pyarrow: Any) -> Any:
    text, number, count = pyarrow.string(), pyarrow.float64(), pyarrow.int64()
    kinds = {"lat": number, "lon": number, "killed": count, "injured": count}
    columns = ("unique_id", "day", "lat", "lon", "cell", "name", "killed", "injured", "actor")
    return pyarrow.schema([(name, kinds.get(name, text)) for name in columns])


def cut_at_thresholds(docs: Sequence[str], scored: Scored, steps: Sequence[float]) -> Iterator[tuple[float, dict[str, str]]]:
    """For each threshold the connected components, as the group of each doc."""
    for least in steps:
        home = {doc: doc for doc in docs}

        def find(doc: str, home: dict[str, str] = home) -> str:
            while home[doc] != doc:
                home[doc] = doc = home[home[doc]]
            return doc

        for left, right, value in scored:
            if value >= least:
                home[find(left)] = find(right)
        yield least, {doc: find(doc) for doc in docs}

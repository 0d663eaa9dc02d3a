"""Fit and export the reader's log-linear models: one function for all training scripts.

Needs the `train` dependencies (scikit-learn). The same rows and seed give the same file.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

MODELS = Path(__file__).resolve().parents[1] / "src" / "sijill" / "data" / "models"


def fit_model(rows: list[list[str]], labels: list[str], strength: float = 1.0, least: int = 3) -> dict[str, Any]:
    """A multinomial logistic regression over binary features (L2, inverse strength `strength`).

    rows: one list of feature names an example; labels: one label an example; `least`: examples a feature must be seen in.
    Returns the model as `sijill.extract.linear` reads it, weights rounded to 3 places.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for row in rows for feature in set(row))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: 1.0 for f in row if seen[f] >= least} for row in rows])
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(matrix, labels)
    names = vectorizer.get_feature_names_out()
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn gives one row for two classes
        coefficients, bias = [-coefficients[0] / 2, coefficients[0] / 2], [-bias[0] / 2, bias[0] / 2]
    weights = {str(n): [round(float(c[i]), 3) for c in coefficients] for i, n in enumerate(names)}
    return {
        "labels": [str(c) for c in model.classes_],
        "bias": [round(float(b), 4) for b in bias],
        "weights": {n: w for n, w in sorted(weights.items()) if any(w)},
    }


def save_model(name: str, model: dict[str, Any], trained_on: Path, note: str) -> None:
    """Write `data/models/<name>.json` with the digest of what it was trained on and a note of what it gained."""
    digest = hashlib.sha256(trained_on.read_bytes()).hexdigest()
    MODELS.mkdir(exist_ok=True)
    head = {"name": name, "trained_on": trained_on.name, "sha256": digest, "note": note}
    text = json.dumps(head | model, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (MODELS / f"{name}.json").write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")

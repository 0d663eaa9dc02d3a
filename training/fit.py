"""Fit and export the reader's log-linear models: one function for all training scripts.

Needs the `train` dependencies (scikit-learn). The same rows and seed give the same file.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

MODELS = Path(__file__).resolve().parents[1] / "src" / "sijill" / "data" / "models"


def fit_model(
    rows: list[list[str]], labels: list[str], strength: float = 1.0, least: int = 3, tolerance: float = 1e-4
) -> dict[str, Any]:
    """A multinomial logistic regression over binary features (L2, inverse strength `strength`).

    rows: one list of feature names an example; labels: one label an example; `least`: examples a feature must be seen in;
    `tolerance`: where the solver stops.
    Returns the model as `sijill.extract.linear` reads it, weights rounded to 3 places.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for row in rows for feature in set(row))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: 1.0 for f in row if seen[f] >= least} for row in rows])
    model = LogisticRegression(C=strength, max_iter=2000, tol=tolerance)
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


def fit_choice(examples: list[list[list[str]]], chosen: list[int], strength: float = 1.0, least: int = 3) -> dict[str, Any]:
    """A conditional logit over choices with binary features (L2, inverse strength `strength`).

    examples: for each decision, the features of each choice; chosen: the right choice's index; `least`: choices a feature must
    be seen in.
    Returns the model as `sijill.extract.linear.ChoiceModel` reads it, weights rounded to 3 places.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    seen = Counter(feature for rows in examples for row in rows for feature in set(row))
    names = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= least))}
    columns, ends, begins, right = [], [0], [], []
    for rows, choice in zip(examples, chosen, strict=True):
        begins.append(len(ends) - 1)
        right.append(len(ends) - 1 + choice)
        for row in rows:
            columns.extend(names[f] for f in set(row) if f in names)
            ends.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(names)))
    group = np.repeat(np.arange(len(begins)), np.diff([*begins, len(ends) - 1]))
    gold = matrix[right].sum(axis=0).A1

    def loss(w: Any) -> Any:
        score = matrix @ w
        top = np.maximum.reduceat(score, begins)
        power = np.exp(score - top[group])
        total = np.add.reduceat(power, begins)
        value = (np.log(total) + top).sum() - score[right].sum() + 0.5 / strength * w @ w
        return value, matrix.T @ (power / total[group]) - gold + w / strength

    weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {"weights": {n: round(float(weights[i]), 3) for n, i in names.items() if abs(weights[i]) >= 0.001}}


def save_model(name: str, model: dict[str, Any], trained_on: Path, note: str) -> None:
    """Write `data/models/<name>.json` with the digest of what it was trained on and a note of what it gained."""
    digest = hashlib.sha256(trained_on.read_bytes()).hexdigest()
    MODELS.mkdir(exist_ok=True)
    head = {"name": name, "trained_on": trained_on.name, "sha256": digest, "note": note}
    text = json.dumps(head | model, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (MODELS / f"{name}.json").write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")

"""`sijill estimate`: what it prints, and how it refuses what it cannot use."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from overlaps import ARTIFICIAL, GAZA, KOSOVO

from sijill.cli import cli
from sijill.tally.estimate import METHODS, Histories
from sijill.tally.estimate.loglinear import average_models, fit_all

QUICK = ("--bootstraps", "100", "--iterations", "3000", "--burn", "1000", "--thin", "10", "--chains", "2")


def estimate(path: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["estimate", str(path), *options])


def saved(folder: Path, text: str) -> Path:
    path = folder / "overlaps.csv"
    path.write_text(text, encoding="utf-8")
    return path


def written(folder: Path, histories: Histories, count: str = "count") -> Path:
    rows = [",".join([*map(str, cell), str(n)]) for cell, n in zip(histories.cells, histories.counts, strict=True)]
    return saved(folder, "\n".join([",".join([*histories.names, count]), *rows]) + "\n")


def found(result: Result) -> dict[str, dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return {e["method"]: e for e in json.loads(result.stdout)["estimates"]}


def test_every_method_is_printed_side_by_side_with_what_it_assumes_in_both_languages(tmp_path: Path) -> None:
    result = estimate(written(tmp_path, KOSOVO), "--json", *QUICK)
    estimates = found(result)
    assert list(estimates) == list(METHODS)
    for method, e in estimates.items():
        assert e["listed"] == 4400
        assert e["assumes"]["en"]
        assert e["assumes"]["ar"]
        assert (e["estimate"] is None) == (method == "chapman")
        if e["estimate"] is not None:
            assert 4400 < e["low"] < e["estimate"] < e["high"]
    assert estimates["loglinear_bic"]["estimate"] == pytest.approx(10_356.519, abs=1e-3)
    whole = json.loads(result.stdout)
    assert whole["spread"]["least"] == pytest.approx(7_394.59, abs=0.01)
    assert "spread" in {n["code"] for n in whole["notices"]}
    assert whole["pairs"][0] == {"lists": ["EXH", "ABA"], "both": 403, "chapman": pytest.approx(7_231, abs=1)}


def test_a_person_reads_tables_assumptions_and_warnings(tmp_path: Path) -> None:
    path = written(tmp_path, KOSOVO, "n")
    english, arabic = (estimate(path, *QUICK, "--language", language, "--seed", "3") for language in ("en", "ar"))
    assert english.exit_code == 0, english.output
    assert "4,400 listed" in english.output
    assert "10,357" in english.output
    assert "publish the range" in english.output
    assert "at least so many" in english.output
    assert "الحد الأدنى لتشاو" in arabic.output


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, KOSOVO)
    first, again, other = (estimate(path, "--json", *QUICK, "--seed", seed).stdout for seed in ("5", "5", "6"))
    assert first == again
    assert first != other


def test_records_of_persons_are_the_same_as_their_counts(tmp_path: Path) -> None:
    text = "hospital;survey\n" + "1;0\n" * 30 + "0;1\n" * 20 + "1;1\n" * 10
    only = ("--json", "--methods", "chapman,independent")
    records = found(estimate(saved(tmp_path, text), *only))
    counts = found(estimate(saved(tmp_path, "hospital,survey,count\n1,0,30\n0,1,20\n1,1,10\n"), *only))
    assert records == counts
    assert records["chapman"]["estimate"] == pytest.approx(41 * 31 / 11 - 1)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_plot_is_drawn_in_arabic(tmp_path: Path, ending: str) -> None:
    plot = tmp_path / f"plot.{ending}"
    result = estimate(written(tmp_path, KOSOVO), "--methods", "chao,independent", "--plot", str(plot), "--language", "ar")
    assert result.exit_code == 0, result.output
    assert plot.stat().st_size > 5000


def test_strata_are_added_up_and_unknown_ones_imputed(tmp_path: Path) -> None:
    rows = [f"{','.join(map(str, c))},{n // 2},{sex}" for sex in ("f", "m") for c, n in zip(GAZA.cells, GAZA.counts, strict=True)]
    text = "a,b,c,n,sex\n" + "\n".join([*rows, "1,0,0,40,"]) + "\n"
    result = estimate(saved(tmp_path, text), "--strata", "sex", "--methods", "loglinear_average", "--json")
    estimates = found(result)
    assert estimates["strata"]["listed"] == 2 * int((GAZA.counts // 2).sum()) + 40
    half = Histories.of(GAZA.names, GAZA.cells, GAZA.counts // 2)
    twice = 2 * (average_models(half, fit_all(half)).estimate or 0)
    assert estimates["strata"]["estimate"] == pytest.approx(twice, rel=0.005)
    assert estimates["strata"]["low"] < twice < estimates["strata"]["high"]
    assert [n["code"] for n in estimates["strata"]["notices"]] == ["strata_imputed"]


def test_a_stratum_without_an_estimate_leaves_none(tmp_path: Path) -> None:
    text = "a,b,n,age\n1,0,30,old\n0,1,20,old\n1,1,9,old\n1,0,30,young\n0,1,20,young\n"
    estimates = found(estimate(saved(tmp_path, text), "--strata", "age", "--methods", "chapman", "--json"))
    assert estimates["strata"]["estimate"] is None
    assert "young" in estimates["strata"]["notices"][0]["en"]


def test_models_without_an_estimate_are_said_and_left_out(tmp_path: Path) -> None:
    result = estimate(written(tmp_path, ARTIFICIAL), "--methods", "loglinear_bic", "--json", "--bootstraps", "100")
    notices = {n["code"]: n["en"] for n in found(result)["loglinear_bic"]["notices"]}
    assert "1 cannot be told from others and 3 have no estimate" in notices["models_without_estimate"]
    assert "lists_apart" in {n["code"] for n in json.loads(result.stdout)["notices"]}


def test_lists_that_share_nobody_give_no_figure_by_any_method(tmp_path: Path) -> None:
    result = estimate(saved(tmp_path, "a,b,c,n\n1,0,0,20\n0,1,0,30\n0,0,1,40\n"), "--json", *QUICK)
    for method, e in found(result).items():
        assert e["estimate"] is None, method
        assert e["notices"], method
    assert json.loads(result.stdout)["spread"] is None
    assert "nothing_shared" in {n["code"] for n in json.loads(result.stdout)["notices"]}


def test_eleven_lists_are_told_which_methods_take_them(tmp_path: Path) -> None:
    names = [f"l{i}" for i in range(11)]
    rows = ["".join("1" if j in (i, (i + 1) % 11) else "0" for j in range(11)) for i in range(11)]
    singles = ["".join("1" if j == i else "0" for j in range(11)) for i in range(11)]
    text = (
        ",".join([*names, "n"]) + "\n" + "".join(",".join(r) + ",9\n" for r in rows) + "".join(",".join(r) + ",30\n" for r in singles)
    )
    estimates = found(estimate(saved(tmp_path, text), "--json", *QUICK))
    refused = {m for m, e in estimates.items() if any(n["code"] == "too_many_lists" for n in e["notices"])}
    assert {"loglinear_bic", "loglinear_aic", "loglinear_average", "stepwise", "decomposable", "independent", "chao_lists"} == refused
    assert estimates["latent_class"]["estimate"] > 429
    assert estimates["chao"]["estimate"] > 429


def test_an_empty_list_is_left_out_and_named(tmp_path: Path) -> None:
    text = "a,b,c,n\n1,0,0,20\n0,1,0,30\n1,1,0,10\n0,0,1,0\n"
    result = estimate(saved(tmp_path, text), "--json", "--methods", "chapman")
    assert found(result)["chapman"]["estimate"] == pytest.approx(31 * 41 / 11 - 1)
    assert [n["values"]["names"] for n in json.loads(result.stdout)["notices"] if n["code"] == "empty_lists"] == ["c"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("a,b,n\n", "no rows"),
        ("a,b,n\n1,0,3\n0,2,4\n", "line 3: column 'b' holds '2'"),
        ("a,b,n\n1,,3\n", "line 2: column 'b' is empty"),
        ("a,b,n\n1,0,3.5\n", "line 2: the count 3.5 is not a whole number"),
        ("a,b,n\n1,0,-1\n", "line 2: the count -1 is not a whole number"),
        ("a,b,n\n1,0,nan\n", "line 2: the count nan is not a whole number"),
        ("a,b,n\n1,0,many\n", "line 2: the count 'many' is no number"),
        ("a,b,n\n0,0,7\n1,1,2\n", "line 2: 7 on no list"),
        ("a,b,n\n1,0\n", "line 2: 2 values for 3 columns"),
        ("a,a,n\n1,0,3\n", "two columns are called 'a'"),
        ("a,n\n1,3\n", "one list cannot say what it leaves out"),
        ("a,b,n\n1,0,0\n", "nobody is on any list"),
        ("a,b,n\n1,0,9\n1,0,2\n", "one list cannot say"),
        ("a,b,n,count\n1,0,9,9\n", "two columns could be the count"),
    ],
)
def test_bad_tables_are_refused_with_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    path = saved(tmp_path, text)
    result = estimate(path)
    assert result.exit_code == 1
    assert says in result.output
    assert "overlaps.csv" in result.output or "one list" in says
    assert result.stdout == ""


def test_bad_bytes_and_bad_choices_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "overlaps.csv"
    path.write_bytes("قائمة,b,n\n1,0,3\n".encode("cp1256"))
    assert "not UTF-8" in estimate(path).output
    path = written(tmp_path, KOSOVO)
    assert "there is no method 'magic'" in estimate(path, "--methods", "magic").output
    assert "there is no column 'sex'" in estimate(path, "--strata", "sex").output
    assert "fewer than 100 draws" in estimate(path, "--iterations", "500").output
    assert "shape,rate" in estimate(path, "--concentration", "1").output
    assert "cannot be written" in estimate(path, "--methods", "chao", "--plot", str(tmp_path / "plot.nothing")).output


def test_an_estimate_outside_its_own_interval_is_warned_of(tmp_path: Path) -> None:
    text = "a,b,c,n\n1,0,0,1\n0,1,0,6\n1,1,0,1\n1,0,1,41\n0,1,1,39\n1,1,1,7\n"
    e = found(estimate(saved(tmp_path, text), "--methods", "decomposable", "--json"))["decomposable"]
    assert e["estimate"] > e["high"]
    assert "outside_interval" in {n["code"] for n in e["notices"]}

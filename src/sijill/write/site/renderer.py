"""Pages in one language from templates; every value is escaped, and the content policy allows the site's own files only."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from sijill.model import Imprint
from sijill.model.party import PARTY_NAMES
from sijill.write.site.excerpt import show
from sijill.write.site.view import bounds, toll_range
from sijill.write.wording import load_labels

LANGS = ("en", "ar")
OWN = "script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:"  # file: for a site that opens from a folder
POLICY = f"default-src 'none'; {OWN}; base-uri 'none'; form-action 'none'"


class Renderer:
    """Renders the templates of the site in one language."""

    def __init__(self, lang: str, imprint: Imprint) -> None:
        self._lang = lang
        self._at = LANGS.index(lang)
        self._imprint = imprint
        self._environment = _environment()
        self._templates: dict[str, jinja2.Template] = {}

    def render(self, template: str, name: str, **values: Any) -> str:
        """The page called `name` (its path within the language)."""
        if template not in self._templates:
            self._templates[template] = self._environment.get_template(f"{template}.html.j2")
        depth = name.count("/")
        up = "../" * depth
        root = up if self._lang == LANGS[0] else up + "../"
        other = LANGS[1 - self._at]
        return self._templates[template].render(
            lang=self._lang,
            page=template,
            path=name if self._lang == LANGS[0] else f"{self._lang}/{name}",
            imprint=self._imprint,
            title=self._imprint.title[self._at],
            policy_text=self._imprint.policy_text[self._at],
            home=up,
            root=root,
            other_lang=other,
            other_page=(root if other == LANGS[0] else f"{root}{other}/") + name,
            policy=POLICY,
            t=self.say,
            pick=self._pick,
            known=self._known,
            **values,
        )

    def say(self, code: str, **values: object) -> str:
        """A word of the site in this language."""
        return load_labels()[code][self._at].format(**values)

    def words(self) -> Mapping[str, str]:
        """Every word that the scripts need, by code."""
        parties = {f"party_{name}": names[self._at] for name, names in PARTY_NAMES.items()}
        return {code: pair[self._at] for code, pair in load_labels().items()} | parties

    def _pick(self, english: str, arabic: str) -> str:
        return show((english, arabic)[self._at])

    def _known(self, code: str) -> str:
        """The word for a code, or the code itself."""
        pair = load_labels().get(code) or PARTY_NAMES.get(code)
        return pair[self._at] if pair else code


def data(value: Any) -> Markup:
    """JSON that cannot end its script element or begin a comment, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped here


def _template_text(name: str) -> str | None:
    path = files("sijill") / "data" / "site" / "pages" / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(bounds=bounds, toll_range=toll_range, parties=PARTY_NAMES)
    environment.filters.update(show=show, data=data)
    return environment

"""The command line. Nothing heavy is imported here or at the top of a command's file: `sijill --help` must be quick."""

import sys

import click

from sijill import __version__
from sijill.cli.lazy import LazyGroup

COMMANDS = {
    "run": ("sijill.cli.run:run", "Read reports into the register and put them together as incidents."),
    "capture": ("sijill.cli.capture:capture", "Capture reports from the web and from files, and keep them as they were."),
    "custody": ("sijill.cli.custody:custody", "Prove that what was captured is as it was, and hand it on."),
    "incidents": ("sijill.cli.incidents:incidents", "List the incidents of the register."),
    "show": ("sijill.cli.show:show", "Show one incident with each value's quote, source and rule."),
    "queue": ("sijill.cli.queue:queue", "List what waits for a person, the neediest first."),
    "decide": ("sijill.cli.decide:decide", "Decide about one incident: grade, toll, merge, split, undo …"),
    "history": ("sijill.cli.history:history", "Every entry about one incident, and how its tolls changed."),
    "origins": ("sijill.cli.origins:origins", "List which reports are one voice, and why."),
    "people": ("sijill.cli.people:people", "List people whom two incidents may both name."),
    "agreement": ("sijill.cli.queue:agreement", "Measure how far analysts agree."),
    "tally": ("sijill.cli.tally:tally", "Add up the tolls, and say what the totals leave out."),
    "estimate": ("sijill.cli.estimate:estimate", "Estimate how many no list recorded, from overlaps of lists."),
    "write": ("sijill.cli.write:write", "Write an edition for the public, researchers and courts."),
    "verify": ("sijill.cli.verify:verify", "Check an edition that somebody published."),
    "serve": ("sijill.cli.serve:serve", "Serve the workbench: judge in the browser, in Arabic and English."),
    "users": ("sijill.cli.users:users", "Who may log in to the workbench, and in which role."),
    "import": ("sijill.cli.import_:import_", "Take over a team's own incidents, with their codes."),
    "extract": ("sijill.cli.extract:extract", "Read reports and print what they say, without a register."),
    "register": ("sijill.cli.register:register", "Check the register, copy it, protect it and the people in it."),
    "gazetteer": ("sijill.cli.gazetteer:gazetteer", "Look up places and where they lie."),
    "sources": ("sijill.cli.sources:sources", "Look up who publishes, and add sources of your own."),
    "demo": ("sijill.cli.demo:demo", "Run everything on sample reports that come with sijill."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="sijill %(version)s")
def cli() -> None:
    """Sijill (سجل, "register") reads reports of war in Arabic and English and keeps the register of who was harmed, every value tied
    to the words that say it. People judge; what no person has judged is marked "machine reading, not reviewed".

    \b
    Start here:
      sijill demo                        the whole of it on sample reports
      sijill run reports.jsonl           read reports into your register
      sijill incidents                   what happened, newest first
      sijill show i-abc                  one incident (the beginning of its id is enough)
      sijill write edition               tables, a map file and a site, to open in a browser
    """


def main() -> None:
    """Entry point of `sijill`."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower() not in ("utf-8", "utf8") and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Arabic must come out whatever the locale of the machine says
    cli(prog_name="sijill")

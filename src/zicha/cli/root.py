"""The command ``zicha`` and the table of its commands."""

from __future__ import annotations

from zicha.cli.grammar import Lazy, LazyGroup

COMMANDS = {
    "demo": Lazy("demo", "demo", "cli.help.demo"),
    "init": Lazy("init", "init", "cli.help.init"),
    "serve": Lazy("serve", "serve", "cli.help.serve"),
    "user": Lazy("user", "user", "cli.help.user"),
    "doctor": Lazy("doctor", "doctor", "cli.help.doctor"),
    "org": Lazy("org", "org", "cli.help.org"),
    "scheme": Lazy("scheme", "scheme", "cli.help.scheme"),
    "import": Lazy("imports", "import_", "cli.help.import"),
    "export": Lazy("export", "export", "cli.help.export"),
    "duties": Lazy("duties", "duties", "cli.help.duties"),
    "board": Lazy("board", "board", "cli.help.board"),
    "measure": Lazy("measure", "measure", "cli.help.measure"),
    "meeting": Lazy("meeting", "meeting", "meetings.help"),
    "problem": Lazy("problem", "problem", "problems.help"),
    "suggestion": Lazy("suggestion", "suggestion", "suggestions.help"),
    "plan": Lazy("plan", "plan", "plan.help"),
    "remind": Lazy("plan", "remind", "plan.help_remind"),
    "report": Lazy("report", "report", "cli.help.report"),
    "template": Lazy("template", "template", "cli.help.template"),
    "pdf": Lazy("pdf", "pdf", "cli.help.pdf"),
    "figures": Lazy("figures", "figures", "tracking.help"),
    "check": Lazy("check", "check", "cli.help.check"),
    "log": Lazy("log", "log", "cli.help.log"),
    "verify": Lazy("verify", "verify", "cli.help.verify"),
    "backup": Lazy("backup", "backup", "cli.help.backup"),
    "restore": Lazy("backup", "restore", "cli.help.restore"),
    "evidence": Lazy("evidence", "evidence", "cli.help.evidence"),
    "move": Lazy("move", "move", "cli.help.move"),
    "erase": Lazy("erase", "erase", "erasure.help"),
    "retain": Lazy("erase", "retain", "erasure.help_retain"),
    "partition": Lazy("partition", "partition", "cli.help.partition"),
    "rebuild": Lazy("rebuild", "rebuild", "cli.help.rebuild"),
    "explain": Lazy("explain", "explain", "cli.help.explain"),
}

root = LazyGroup("zicha", lazy=COMMANDS, help="cli.help.zicha")

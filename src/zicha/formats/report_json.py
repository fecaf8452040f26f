"""A report as JSON: its sections, and all its figures with the records behind them."""

from __future__ import annotations

import json
from typing import Any

from zicha.core import figures, instants
from zicha.core.figures import Figure
from zicha.core.report import Block, Paragraph, Report, Run, Section, distinct


def render(report: Report) -> bytes:
    """Return the report as UTF-8 JSON with a line break at its end."""
    return (json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n").encode()


def as_json(report: Report) -> dict[str, Any]:
    """Return the published JSON shape of a report."""
    return {
        "report": report.id,
        "title": report.title,
        "scheme": report.scheme,
        "version": report.version,
        "unit": report.unit,
        "unit_name": report.unit_name,
        "period": str(report.period),
        "subtree": report.subtree,
        "on": report.on.isoformat(),
        "as_known_at": instants.written(report.as_known_at),
        "language": report.language,
        "snapshot": report.snapshot,
        "addressee": report.addressee,
        "sections": [_section(section) for section in report.sections],
        "attachments": [_section(each) for each in report.attachments],
        "signature": {
            "organisation": report.signature.organisation,
            "date": report.signature.date,
            "sealed": report.signature.sealed,
        },
        "figures": [figures.as_json(figure) for figure in distinct(report.figures)],
        "findings": [
            {"code": finding.code, "severity": finding.severity, "place": finding.place, "message": finding.message}
            for finding in report.findings
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "number": section.number,
        "title": section.title,
        "level": section.level,
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(inner) for inner in section.sections],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {
            "type": "paragraph",
            "role": block.role,
            "text": block.text,
            "runs": [_run(run) for run in block.runs],
            "records": list(block.records),
        }
    return {
        "type": "table",
        "caption": block.caption,
        "heads": list(block.heads),
        "rows": [{"cells": list(row.cells), "record": row.record} for row in block.rows],
    }


def _run(run: Run) -> dict[str, Any]:
    if isinstance(run, Figure):
        return {"figure": run.id, "text": run.text}
    return {"text": run.text, "unknown": True} if run.unknown else {"text": run.text}

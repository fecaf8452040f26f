"""Every address of the web app."""

from __future__ import annotations

from django.urls import path

from zicha.web.views import boards, doors, entries, figures, imports, organisation, plate, record, reports, schemes

urlpatterns = [
    path("", plate.plate, name="plate"),
    path("sign-in/", doors.sign_in, name="sign_in"),
    path("sign-out/", doors.sign_out, name="sign_out"),
    path("audit/<str:secret>/", doors.audit, name="audit"),
    path("preferences/", doors.preferences, name="preferences"),
    path("board/", boards.board, name="board"),
    path("board/cell/", boards.cell, name="cell"),
    path("board/windows/", boards.windows, name="windows"),
    path("roll-up/", boards.rollup, name="rollup"),
    path("record/", record.record, name="record"),
    path("record/look-ahead/", record.look_ahead, name="look_ahead"),
    path("entries/", entries.entries, name="entries"),
    path("entries/<int:entry_id>/", entries.entry, name="entry"),
    path("records/<int:seq>/", entries.entry_of, name="entry_of"),
    path("entries/<int:entry_id>/correct/", record.correct, name="correct"),
    path("entries/<int:entry_id>/correct/look-ahead/", record.look_ahead, name="look_ahead_at"),
    path("entries/<int:entry_id>/withdraw/", entries.withdraw, name="withdraw"),
    path("entries/<int:entry_id>/evidence/<str:sha256>/", entries.evidence, name="evidence"),
    path("import/", imports.choose, name="import"),
    path("import/preview/", imports.preview, name="import_preview"),
    path("import/run/", imports.run, name="import_run"),
    path("import/marked/", imports.marked, name="import_marked"),
    path("report/", reports.report, name="report"),
    path("report/preview/", reports.preview, name="report_preview"),
    path("report/prose/", reports.save, name="report_save"),
    path("report/download/<str:form>/", reports.download, name="report_download"),
    path("figure/<str:figure_id>/", figures.figure, name="figure"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("schemes/", schemes.schemes, name="schemes"),
]

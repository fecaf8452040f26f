"""Sentences of a report's way from draft to archive."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "report_life.state.draft": LocalText("草稿", "draft"),
    "report_life.state.submitted": LocalText("已提交", "submitted"),
    "report_life.state.returned": LocalText("已退回", "returned"),
    "report_life.state.accepted": LocalText("已通过", "accepted"),
    "report_life.state.archived": LocalText("已归档", "archived"),
    "report_life.step.submit": LocalText("提交", "submit"),
    "report_life.step.return": LocalText("退回", "return"),
    "report_life.step.resubmit": LocalText("再次提交", "submit again"),
    "report_life.step.accept": LocalText("通过", "accept"),
    "report_life.step.archive": LocalText("归档", "archive"),
    "report_life.stale": LocalText(
        "这份报告刚刚有了变化，请刷新后再办。", "This report has just moved on. Reload the page and decide again."
    ),
    "report_life.too_early": LocalText(
        "{period} 还没有开始（从 {day} 起），报告还不能提交。",
        "{period} begins on {day}; its report cannot be submitted before.",
    ),
    "report_life.submit_out_of_turn": LocalText(
        "这份报告已经提交过，不能再交一遍。",
        "This report has been submitted already and cannot be submitted again.",
    ),
    "report_life.return_out_of_turn": LocalText(
        "只有已提交、还没有通过的报告可以退回。",
        "Only a report that is submitted and not yet accepted can be returned.",
    ),
    "report_life.resubmit_out_of_turn": LocalText(
        "只有被退回的报告可以再次提交。", "Only a report that was returned can be submitted again."
    ),
    "report_life.accept_out_of_turn": LocalText(
        "只有已提交的报告可以通过。先由本单位提交。",
        "Only a submitted report can be accepted. Its unit has to submit it first.",
    ),
    "report_life.archive_out_of_turn": LocalText(
        "只有已通过的报告可以归档。", "Only an accepted report can be archived."
    ),
    "report_life.comment_missing": LocalText(
        "退回时请写明意见，对方才知道要改什么。",
        "Write a comment when you return a report, so that its authors know what to change.",
    ),
    "report_life.comment_too_long": LocalText(
        "意见不能超过 {longest} 个字，请写短一些。", "A comment has at most {longest} signs. Please shorten it."
    ),
    "report_life.own_report": LocalText(
        "自己提交的报告不能由自己通过，请换一位负责人。",
        "Nobody accepts a report they submitted. Someone else who is responsible has to.",
    ),
    "report_life.not_allowed": LocalText(
        "{person} 在 {day} 没有办这一步的权限（单位 {unit}）。提交由本单位的第一责任人或直接责任人办，通过、退回和归档由上级单位的办。",
        "On {day} {person} may not take this step for {unit}. Its own lead or direct responsible submits a report; those of a unit above accept, return or archive it.",
    ),
    "report_life.changed": LocalText(
        "按提交时所知重新生成，内容与提交时不一致，不能归档。请先退回，核对后再次提交。",
        "Composed again as known when it was submitted, the report differs from what was submitted, so it cannot be archived. Return it, look into the difference and submit it again.",
    ),
    "report_life.frozen": LocalText(
        "报告已提交，正文不能再改。要改，请上级先退回。",
        "The report has been submitted; its text cannot be changed. The unit above has to return it first.",
    ),
    "report_life.no_bundle": LocalText(
        "{unit} {period} 的报告还没有归档，没有归档包。",
        "The report of {unit} for {period} has not been archived; there is no bundle.",
    ),
    "report_life.bundle_gone": LocalText(
        "归档包的文件不在材料文件夹里（{sha256}）。请从备份恢复。",
        "The bundle's file is not in the evidence folder ({sha256}). Restore it from a backup.",
    ),
    "report_life.bundle_erased": LocalText(
        "{unit} {period} 报告的归档包已于 {day} 依规定删去（{by} 批准，台账第 {entry} 条），无法找回。",
        "The bundle of {unit} for {period} was erased on {day}, approved by {by} (ledger entry {entry}). It cannot be had back.",
    ),
    "report_life.bundle_unreadable": LocalText(
        "“{name}”不是报告归档包，或已损坏。归档包由 zicha report bundle 导出。",
        "“{name}” is no archived report, or it is damaged. zicha report bundle writes one.",
    ),
    "report_life.check.files": LocalText("包内文件与清单一致", "the files are those the list names"),
    "report_life.check.content": LocalText("报告内容与校验值一致", "the report has the content it was submitted with"),
    "report_life.check.scheme": LocalText("方案文件与校验值一致", "the scheme's file is the one it was made by"),
    "report_life.check.log": LocalText("账链当时的根与现在一致", "the log's head of that time still stands"),
    "report_life.check.signed": LocalText(
        "校验点由本台账签名，账链接得上", "this ledger signed the checkpoint, and its log continues it"
    ),
    "report_life.check.again": LocalText(
        "按当时所知重新生成，内容一致", "composed again as known then, it says the same"
    ),
    "report_life.check.again_erased": LocalText(
        "按当时所知重新生成，只少了依规定删去的个人信息：第 {records} 条记录（删除记录 {entries}），其余一致",
        "composed again as known then, it lacks only what was erased since: of records {records} (erasure entries "
        "{entries})",
    ),
    "report_life.erased_since": LocalText(
        "提交之后，第 {records} 条记录里的个人信息已依规定删去（删除记录 {entries}），其余一致。",
        "Since it was submitted, what records {records} said about people was erased (erasure entries {entries}); "
        "nothing else differs.",
    ),
    "report_life.archived_erased": LocalText(
        "提交之后有个人信息已依规定删去（删除记录 {entries}），归档的内容不再含有。提交时校验值 {submitted}，归档时校验值 {archived}。",
        "What was erased since it was submitted (erasure entries {entries}) is not in what is archived. Hash when it "
        "was submitted: {submitted}; when it was archived: {archived}.",
    ),
    "cli.help.report_submit": LocalText(
        "提交报告，或再次提交被退回的报告；先说核对结果，只提醒，不拦。",
        "Submit a report, or a returned one again; says what the checker finds, and keeps nothing back.",
    ),
    "cli.help.report_return": LocalText("退回已提交的报告，附意见。", "Return a submitted report with a comment."),
    "cli.help.report_accept": LocalText("通过已提交的报告。", "Accept a submitted report."),
    "cli.help.report_archive": LocalText(
        "把已通过的报告归档：各种格式、方案文件和校验值装成一个包，按校验值保存。",
        "Archive an accepted report: every format, the scheme's file and the hashes in one bundle, kept by its hash.",
    ),
    "cli.help.report_history": LocalText(
        "显示报告办到哪一步，经过哪些步骤。", "Show where a report stands and how it got there."
    ),
    "cli.help.report_bundle": LocalText("导出报告的归档包。", "Write the archived bundle of a report."),
    "cli.help.report_verify_bundle": LocalText(
        "核验归档包：文件、内容、方案、账链，再按当时所知重新生成一遍比对。",
        "Check a bundle: its files, content, scheme and log, and compose the report again as it was known then.",
    ),
    "cli.option.by": LocalText("由谁办：人员编号或姓名。", "Who does it: a person's id or name."),
    "cli.option.comment": LocalText("意见。", "Comment."),
    "cli.option.bundle_out": LocalText("归档包写到这个文件（.zip）。", "Write the bundle to this file (.zip)."),
    "cli.option.offline": LocalText("只看包本身，不与数据库比对。", "Look at the bundle alone, without the database."),
    "cli.report_state": LocalText("{unit} {period} 的报告：{state}", "The report of {unit} for {period}: {state}"),
    "cli.bundle_written": LocalText("归档包已写到 {file}。", "Wrote the bundle {file}."),
    "cli.bundle_good": LocalText("归档包完好。", "The bundle is good."),
    "cli.bundle_erased": LocalText(
        "归档包完好；包里还留着后来删去的个人信息。要把归档包也删去：zicha erase --record 归档那一步的序号 --field evidence.0。",
        "The bundle is good, and still holds what was erased since. To erase the archived bundle as well: zicha erase "
        "--record NUMBER --field evidence.0, with the number of the step that archived it.",
    ),
    "cli.bundle_bad": LocalText("归档包有问题，见上面打叉的一项。", "The bundle is not good; see the crossed line."),
}

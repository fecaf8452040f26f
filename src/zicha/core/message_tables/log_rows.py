"""Sentences about what the row log binds, and about the bytes of evidence."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "log.row_altered": LocalText(
        "{sort} 表第 {key} 行被改动，与绑定链第 {row} 项登记的内容不符。",
        "Row {key} of {sort} has been altered: it does not fit what entry {row} of the row log bound.",
    ),
    "log.row_missing": LocalText(
        "{sort} 表第 {key} 行被删除了（绑定链第 {row} 项登记过它）。",
        "Row {key} of {sort} has been deleted; entry {row} of the row log bound it.",
    ),
    "log.row_returned": LocalText(
        "{sort} 表第 {key} 行应已去掉（绑定链第 {row} 项），现在又有了。",
        "Row {key} of {sort} was taken away by entry {row} of the row log, and is there again.",
    ),
    "log.row_unbound": LocalText(
        "{sort} 表第 {key} 行不在绑定链中：它是绕过程序加入的。",
        "Row {key} of {sort} is not in the row log: it was put in from outside.",
    ),
    "log.row_gap": LocalText(
        "绑定链第 {row} 项缺失或被改动。", "Entry {row} of the row log is missing or has been altered."
    ),
    "log.rows_cut_off": LocalText(
        "绑定链从第 {row} 项起被截去：检查点 {file} 签过 {signed} 项。",
        "The row log was cut off from entry {row} on: checkpoint {file} was signed over {signed}.",
    ),
    "log.rows_rewritten": LocalText(
        "绑定链前 {signed} 项在签署检查点 {file} 之后被改写。",
        "The first {signed} entries of the row log were rewritten after checkpoint {file} was signed.",
    ),
    "log.file_missing": LocalText(
        "第 {seq} 条记录的佐证文件 {file} 不见了，而账里没有删除它的记录。请从备份找回 evidence 文件夹中的这个文件。",
        "The file {file} behind record {seq} is gone, and no erasure says so. Bring it back from a backup's evidence folder.",
    ),
    "log.file_altered": LocalText(
        "第 {seq} 条记录的佐证文件 {file} 的内容被改动。", "The file {file} behind record {seq} has been altered."
    ),
    "proofs.scheme_unbound": LocalText(
        "证明里的责任制方案 {scheme} 不是校验点所绑定的那一份。",
        "The scheme {scheme} in the proof is not the one that the checkpoint binds.",
    ),
    "proofs.scheme_bound": LocalText(
        "责任制方案和组织树都是校验点所绑定的，单位没有漏列。",
        "Scheme and tree of units are those the checkpoint binds; no unit of the report is left out.",
    ),
    "proofs.rows_other": LocalText(
        "证明里的绑定链（方案、单位、席位）不是校验点所签的那一条。",
        "The row log in the proof (schemes, units, seats) is not the one that the checkpoint signs.",
    ),
    "proofs.row_other": LocalText(
        "绑定链第 {row} 项已经失效，或者与所绑定的内容不符。",
        "Entry {row} of the row log is superseded, or is not what was bound.",
    ),
    "proofs.row_missing": LocalText(
        "绑定链第 {row} 项（方案或单位）没有给出：有单位或方案版本被漏掉。",
        "Entry {row} of the row log, a scheme or a unit, is not shown: one was left out.",
    ),
    "proofs.units_other": LocalText(
        "证明所列的单位，不是组织树中 {unit} 的报告应当包含的单位。",
        "The units listed in the proof are not those that a report of {unit} includes by the tree of units.",
    ),
    "proofs.sheet_other": LocalText(
        "第 {seq} 条记录的签到名单，不是账链里所承诺的那一份。",
        "The sheet of record {seq} is not the one the log commits to.",
    ),
    "proofs.seat_missing": LocalText(
        "单位 {unit} 第 {slot} 号席位没有给出，无法判断是不是同一个人。",
        "Seat {slot} of unit {unit} is not shown, so it cannot be told who is counted twice.",
    ),
    "proofs.calendar_other": LocalText(
        "证明里 {year} 年的工作日与公布的不一致。", "The working days of {year} in the proof are not those published."
    ),
    "proofs.other_instant": LocalText(
        "证明写的“截至”时刻，不是封账的时刻。", "The proof says another instant of knowledge than its close entry."
    ),
    "proofs.record_foreign": LocalText(
        "第 {seq} 条记录属于单位 {unit}，而证明没有列出这个单位。",
        "Record {seq} is of unit {unit}, which the proof does not list.",
    ),
    "proofs.figures_other": LocalText(
        "证明所列的数字与方案的指标对不上：应为 {expected}，写的是 {found}。",
        "The figures stated are not the scheme's measures in their order: {expected} is due, {found} is stated.",
    ),
    "proofs.reason_private": LocalText(
        "  {figure}（写的是 {stated}）：涉及不公开的记录，证明里不给出内容。",
        "  {figure} (stated {stated}): it counts private records, which are not shown.",
    ),
    "proofs.reason_partly": LocalText(
        "  {figure}（写的是 {stated}）：等于重算的时段数加上不公开责任写明的时段数；后者没有重算。",
        "  {figure} (stated {stated}): it is the windows recounted and those stated for private duties, which were not recounted.",
    ),
    "proofs.reason_joining": LocalText(
        "  {figure}（写的是 {stated}）：时段从有人到岗算起，而证明不公开谁在哪个岗位。",
        "  {figure} (stated {stated}): its windows begin when somebody joins, and a proof does not show who holds which post.",
    ),
    "proofs.reason_unseen": LocalText(
        "  {figure}（写的是 {stated}）：所依据的记录不公开或属于别的单位，证明里没有。",
        "  {figure} (stated {stated}): it rests on records that are private or of other units, and are not shown.",
    ),
    "proofs.reason_people": LocalText(
        "  {figure}（写的是 {stated}）：按人去重，而出具单位没有给出签到席位。",
        "  {figure} (stated {stated}): it counts different people, and the issuer left the sheets shut.",
    ),
}

"""Sentences about the log: what was proven, and what was found altered."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "log.fine": LocalText(
        "核验通过：{size} 条记录完整无改动，与 {checkpoints} 个检查点一致。根：{root}",
        "Verified: {size} records are whole and unaltered, and agree with {checkpoints} checkpoints. Root: {root}",
    ),
    "log.proof": LocalText(
        "第 {seq} 条在 {size} 条的日志中。\n叶：{leaf}\n根：{root}",
        "Record {seq} is in the log of {size}.\nLeaf: {leaf}\nRoot: {root}",
    ),
    "log.no_such_row": LocalText(
        "没有第 {seq} 条记录；日志共 {size} 条，从 1 起。", "There is no record {seq}; the log holds {size}, from 1."
    ),
    "log.missing_row": LocalText("第 {seq} 条记录被删除了。", "Record {seq} has been deleted."),
    "log.body_altered": LocalText(
        "第 {seq} 条记录的正文被改动，与日志中的哈希不符。",
        "The body of record {seq} has been altered: it does not fit its hash in the log.",
    ),
    "log.column_altered": LocalText(
        "第 {seq} 条记录的“{column}”列被改动，与正文不符。",
        "Column {column} of record {seq} has been altered: it does not fit the body.",
    ),
    "log.unit_gap": LocalText(
        "第 {seq} 条记录在单位 {unit} 内的编号应为 {expected}，实为 {found}：有记录被插入、调换或删除。",
        "Record {seq} should be number {expected} of unit {unit} but is {found}: "
        "a record was inserted, swapped or deleted.",
    ),
    "log.entry_gap": LocalText(
        "第 {seq} 条记录称自己是条目 {entry} 的第 {found} 次修订，但它之前的修订对不上。",
        "Record {seq} says it is revision {found} of entry {entry}, but those before it do not lead there.",
    ),
    "log.personal_altered": LocalText(
        "第 {seq} 条记录的“{field}”被改动，与登记时的承诺值不符。",
        "The value {field} of record {seq} has been altered: it does not fit what was committed to.",
    ),
    "log.sheet_altered": LocalText(
        "第 {seq} 条记录的签到名单被改动。", "The attendance sheet of record {seq} has been altered."
    ),
    "log.evidence_altered": LocalText(
        "第 {seq} 条记录的佐证材料清单被改动。", "The list of evidence of record {seq} has been altered."
    ),
    "log.fact_altered": LocalText(
        "由第 {seq} 条记录算出的查询表与它不符；请运行 zicha rebuild 重新计算。",
        "What was derived from record {seq} does not fit it; run zicha rebuild to derive it anew.",
    ),
    "log.node_altered": LocalText(
        "日志中第 {first} 至 {last} 条的节点（第 {level} 层）缺失或被改动，与记录不符。",
        "The log's node over records {first} to {last} (level {level}) is missing or altered: it does not fit them.",
    ),
    "log.added_row": LocalText(
        "第 {seq} 条记录不在日志中（日志共 {size} 条）：它是绕过程序加入的，或日志尾部被改动。",
        "Record {seq} is not in the log of {size}: it was put in from outside, or the log's head was altered.",
    ),
    "log.added_node": LocalText(
        "日志多出了不属于这 {size} 条记录的节点。", "The log holds nodes that do not belong to its {size} records."
    ),
    "log.added_fact": LocalText(
        "查询表多出了不属于这 {size} 条记录的行；请运行 zicha rebuild 重新计算。",
        "Derived rows do not belong to the {size} records; run zicha rebuild to derive them anew.",
    ),
    "log.key_missing": LocalText(
        "有检查点 {file}，但数据文件夹中没有 log-key.pub；请用 --key 给出公钥。",
        "There is a checkpoint {file} but no log-key.pub in the data folder; name the public key with --key.",
    ),
    "log.key_unreadable": LocalText(
        "“{key}”不是公钥；请给出“名称+编号+公钥”形式的一行文字。",
        "“{key}” is no public key; give the line of the form name+id+key.",
    ),
    "log.key_file_broken": LocalText(
        "签名密钥文件 {path} 已损坏；请从备份恢复。", "The key file {path} is broken; restore it from a backup."
    ),
    "log.checkpoint_unsigned": LocalText(
        "检查点 {file} 的签名无效：它被改动，或不是用这把密钥签的（{error}）。",
        "The signature of checkpoint {file} is not valid: it was altered, or another key signed it ({error}).",
    ),
    "log.checkpoint_foreign": LocalText(
        "检查点 {file} 属于另一个日志，或文件名与内容不符。",
        "Checkpoint {file} belongs to another log, or its name does not fit what it says.",
    ),
    "log.cut_off": LocalText(
        "从第 {seq} 条起的记录被截去：检查点 {file} 签过 {signed} 条，现在只有 {size} 条。",
        "Records from {seq} on were cut off: checkpoint {file} was signed over {signed}, and there are only {size}.",
    ),
    "log.rewritten": LocalText(
        "前 {signed} 条记录在签署检查点 {file} 之后被改写。",
        "The first {signed} records were rewritten after checkpoint {file} was signed.",
    ),
}

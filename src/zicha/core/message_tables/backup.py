"""Sentences about backups."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "backup.exists": LocalText(
        "{folder} 已经有了。请换一个文件夹，或过一秒再备份。",
        "{folder} is there already. Choose another folder, or wait a second.",
    ),
    "backup.inside": LocalText(
        "{folder} 在数据文件夹 {home} 里面，备份会跟着它一起丢，也会把自己备份进去。请换一个文件夹。",
        "{folder} lies in the data folder {home}: the backup would be lost with it, and copy itself. "
        "Choose another folder.",
    ),
    "backup.in_progress": LocalText(
        "{folder} 正在使用：另一个进程正在备份或恢复。请等它做完再试。",
        "{folder} is in use: another process is making or restoring a backup. Wait until it is done.",
    ),
    "backup.unwritable": LocalText(
        "写不进去：{message}。没有留下任何文件；请检查磁盘空间和权限。",
        "It cannot be written: {message}. Nothing was left behind; check space and permissions.",
    ),
    "backup.none": LocalText(
        "{folder} 里没有完整的备份。请给出 zicha backup 写出的文件夹。",
        "There is no whole backup in {folder}. Give a folder written by zicha backup.",
    ),
    "backup.altered": LocalText(
        "{file} 与备份时不同，可能损坏或被改过。没有恢复；请用另一份备份。",
        "{file} is not what was backed up: it is damaged or was altered. Nothing was restored; use another backup.",
    ),
    "backup.incomplete": LocalText(
        "{folder} 里少了 {count} 个文件，备份不完整。没有恢复；请用另一份备份。",
        "{count} files are missing from {folder}: the backup is not whole. Nothing was restored; use another backup.",
    ),
    "backup.home_not_empty": LocalText(
        "{home} 里已有内容，不会覆盖。请给出一个新文件夹，核对后再换上。",
        "{home} is not empty and is not overwritten. Give a new folder, check it, then put it in place.",
    ),
    "backup.database_not_empty": LocalText(
        "数据库里已有表，不会覆盖。请给出一个空的数据库。",
        "The database holds tables and is not overwritten. Give an empty one.",
    ),
    "backup.tool_missing": LocalText(
        "没有找到 {program}。请安装 PostgreSQL 的客户端程序。",
        "{program} is not installed. Install PostgreSQL's client programs.",
    ),
    "backup.tool_failed": LocalText(
        "PostgreSQL 的程序报错：{message}", "PostgreSQL's program ended with an error: {message}"
    ),
    "backup.done": LocalText(
        "已备份到 {folder}：{size} 条记录，{files} 个文件。", "Backed up to {folder}: {size} records, {files} files."
    ),
    "backup.restored": LocalText(
        "已恢复到 {home}：{size} 条记录，核验通过，与 {checkpoints} 个校验点一致。",
        "Restored to {home}: {size} records, verified against {checkpoints} checkpoints.",
    ),
    "backup.restored_faulty": LocalText(
        "已恢复到 {home}，但核验没有通过：{fault}", "Restored to {home}, but verification failed: {fault}"
    ),
    "backup.journal_taken": LocalText(
        "删除日志 {file} 里有备份之后的删除 {count} 次，已取来。",
        "The erasure journal {file} tells of {count} erasures since the backup; they are taken over.",
    ),
    "backup.journal_passed_over": LocalText(
        "删除日志 {file} 没有用：读不出来，或看不出是不是本安装的。确定是本安装的，请用 --erasures 指明，重新恢复。",
        "The erasure journal {file} was passed over: it cannot be read, or nothing shows that it is of this "
        "installation. If it is, restore again and name it with --erasures.",
    ),
    "backup.erasures_known": LocalText(
        "已对过 {folder} 的删除日志，那里删去过的这里都已删去。",
        "The erasure journal of {folder} was read: what was erased there is erased here.",
    ),
    "backup.erasures_unknown": LocalText(
        "没有找到原来的数据文件夹：{until} 以后删去过什么，这里不知道。"
        "找得到较新的 erasures.ndjson，请放进 {home} 替换原有的，再运行 zicha retain。",
        "The installation this replaces was not found: what was erased after {until} is not known here. If you have a "
        "newer erasures.ndjson, put it into {home} in the place of the one there, and run zicha retain.",
    ),
    "backup.copying": LocalText("正在复制 {done}/{total}", "copying {done}/{total}"),
    "backup.schedule": LocalText(
        "{name} 不能是“{value}”。请写 {first} 到 {last} 之间的整数，或去掉它。",
        "{name} cannot be “{value}”. Write a whole number from {first} to {last}, or unset it.",
    ),
    "backup.scheduled": LocalText(
        "每天 {hour} 点以后自动备份到 {folder}，留最近 {keep} 份；不要它，请设 ZICHA_BACKUP=off。",
        "Backed up every day from {hour}:00 on into {folder}, the last {keep} kept; ZICHA_BACKUP=off turns it off.",
    ),
    "cli.help.backup": LocalText(
        "备份数据库、佐证材料、校验点和密钥，边用边备。",
        "Back up database, evidence, checkpoints and keys while in use.",
    ),
    "cli.help.restore": LocalText(
        "把备份恢复到新的数据文件夹，并核验。", "Restore a backup into a new data folder and verify it."
    ),
    "cli.option.backup_into": LocalText("备份放在哪个文件夹里", "the folder the backup is written into"),
    "cli.option.backup_keep": LocalText("只留最近几份，更早的删除", "keep this many backups, remove older ones"),
    "cli.tables_newer": LocalText(
        "这个数据库由更新的版本建立（{name}），本版本不会动它。请升级程序。",
        "This database was made by a newer version ({name}); this one leaves it alone. Upgrade the program.",
    ),
    "moving.no_target": LocalText(
        "要搬到哪里？请在 DATABASE_URL 里写出一个空的 PostgreSQL 数据库的地址。",
        "Where to? Give the address of an empty PostgreSQL database in DATABASE_URL.",
    ),
    "moving.other_version": LocalText(
        "原来的数据库不是本版本的表结构。请先用本版本运行 zicha init（不带 DATABASE_URL），再搬。",
        "The old database does not have this version's tables. Run zicha init on it first, without DATABASE_URL.",
    ),
    "moving.other_root": LocalText(
        "搬过去以后账链的根与原来不同。请继续用原来的文件，不要用新库。",
        "The log's root is another one after the move. Go on using the old file, not the new database.",
    ),
    "moving.done": LocalText(
        "已搬完：{rows} 行，账链 {size} 条，根相同：{root}\n原来的文件 {file} 没有动。以后运行都要设 DATABASE_URL。",
        "Moved: {rows} rows; the log's {size} records have the same root: {root}\nThe old file {file} is as it was. From now on DATABASE_URL must be set.",
    ),
    "cli.help.move": LocalText(
        "把全部数据搬到 PostgreSQL，并证明账链相同。",
        "Take everything to PostgreSQL, and prove that the log is the same.",
    ),
}

"""Sentences about the database engine, the replica and the place of the files."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "engine.setting_off": LocalText(
        "PostgreSQL 的 {name} 关着，断电会丢失已经登记的内容，所以没有打开。请在 postgresql.conf 里写 {name} = on，重新载入配置；也看看有没有用 ALTER DATABASE 或 ALTER ROLE 把它关掉。",
        "PostgreSQL's {name} is off: a power cut would lose what was recorded, so nothing was opened. Set {name} = on in postgresql.conf and reload it; see too that no ALTER DATABASE or ALTER ROLE turns it off.",
    ),
    "engine.isolation": LocalText(
        "数据库默认的隔离级别是 {found}，应为 read committed。请把 default_transaction_isolation 改回来（postgresql.conf、ALTER DATABASE、ALTER ROLE 都看一下）。",
        "The database works at isolation level {found} by default and must at read committed. Set default_transaction_isolation back (see postgresql.conf, ALTER DATABASE and ALTER ROLE).",
    ),
    "engine.is_replica": LocalText(
        "DATABASE_URL 指的是一个只读副本，不能登记。请写主库的地址；副本的地址写在 DATABASE_REPLICA_URL 里。",
        "DATABASE_URL names a replica, which cannot be written to. Give the primary's address there, and the replica's in DATABASE_REPLICA_URL.",
    ),
    "engine.too_old": LocalText(
        "PostgreSQL {found} 太旧，至少要 {least}。请升级数据库服务器（pg_upgrade），再运行。",
        "PostgreSQL {found} is too old; {least} is the least. Upgrade the server (pg_upgrade), then run this again.",
    ),
    "engine.too_old_for_driver": LocalText(
        "数据库服务器太旧（{message}）。请升级数据库服务器（pg_upgrade），再运行。",
        "The database server is too old ({message}). Upgrade it (pg_upgrade), then run this again.",
    ),
    "engine.no_checksums": LocalText(
        "PostgreSQL 没有打开页校验和，磁盘悄悄出错时不会报。停机后运行 pg_checksums --enable 即可打开。",
        "PostgreSQL keeps no page checksums, so a disk that errs silently is not noticed. Stop the server and run pg_checksums --enable.",
    ),
    "engine.network_folder": LocalText(
        "{folder} 在网络文件系统（{kind}）上，SQLite 的锁和落盘在那里靠不住，可能丢失记录，所以没有打开。请把数据文件夹放到本机磁盘上，或改用 PostgreSQL（DATABASE_URL）。",
        "{folder} is on a network file system ({kind}), where SQLite's locks and syncs do not hold and records can be lost, so nothing was opened. Put the data folder on a local disk, or use PostgreSQL (DATABASE_URL).",
    ),
    "engine.replica_address": LocalText(
        "DATABASE_REPLICA_URL（{value}）用不了：要写成 postgresql://用户:密码@主机:5432/库名，并且 DATABASE_URL 要写主库的地址。",
        "DATABASE_REPLICA_URL ({value}) cannot be used: write postgresql://user:password@host:5432/name, and give the primary's address in DATABASE_URL.",
    ),
    "engine.replica_gone": LocalText(
        "副本连不上，现在都读主库。请检查 DATABASE_REPLICA_URL，以及副本是否已启动；连上以后会自动用回副本。",
        "The replica cannot be reached, so everything is read from the primary. Check DATABASE_REPLICA_URL and whether the replica is running; it is used again once it answers.",
    ),
    "engine.replica_other": LocalText(
        "DATABASE_REPLICA_URL 指的不是这个主库的副本（是别的数据库，或者已经升为主库），所以不读它。请改正地址，或用 pg_basebackup -R 重做副本。",
        "DATABASE_REPLICA_URL names no replica of this primary (it is another database, or was promoted), so it is not read. Mend the address, or make the replica anew with pg_basebackup -R.",
    ),
    "engine.replica_behind": LocalText(
        "副本落后主库 {seconds} 秒，看板和报告上会缺最近登记的内容。请看副本的日志和网络。",
        "The replica is {seconds} s behind the primary; boards and reports lack what was recorded last. See the replica's log and network.",
    ),
    "engine.replica_in_step": LocalText(
        "看板和报告读自副本，落后 {seconds} 秒", "Boards and reports are read from the replica, {seconds} s behind"
    ),
    "engine.read_from_replica": LocalText("读自副本，与主库一致。", "Read from the replica; nothing is missing."),
    "engine.read_from_replica_behind": LocalText(
        "读自副本，最多落后 {seconds} 秒：最近登记的内容可能还没有。要最新的，请去掉 DATABASE_REPLICA_URL 再运行。",
        "Read from the replica, at most {seconds} s behind: what was recorded last may be missing. Run it without DATABASE_REPLICA_URL for the latest.",
    ),
    "engine.file_system_unknown": LocalText(
        "不知道 {folder} 在什么文件系统上。请确认它在本机磁盘上，不在网络盘上。",
        "Which file system {folder} is on is not known. Make sure it is a local disk, not one of the network.",
    ),
}

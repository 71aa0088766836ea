"""What Help says of keeping: copies, reading again, places of one's own, and serving others."""

KEEPING = """
Everything is in one file. What was said to be in, or decided, is on the disk: a crash, a full disk
or a power cut loses nothing of it. Make a copy now and then, also while the page is open:

```sh
sitmap backup --workspace spring.sitmap
sitmap backup --workspace spring.sitmap -o copy.sitmap
```

The copy is checked before it gets its name; a file that is there already is replaced only with
`--force`. To put a copy back, stop `sitmap` first:

```sh
sitmap restore copy.sitmap --workspace spring.sitmap
```

What was there before is kept beside it. Whether a workspace is sound, and what is still to do, is
told by:

```sh
sitmap check --workspace spring.sitmap
```

| what happens | what becomes of it |
| --- | --- |
| the program or the machine stops | start it again: it goes on where it was |
| the disk is full | make room and go on; nothing that was in is lost |
| the file or its disk is taken away | the page says so; put it back and go on |
| the folder can't be written | reports can be looked at, and nothing is added |
| two programs write at once | one waits for the other |
| a new version of sitmap opens it | it is copied first, as `NAME.version-N`, then taken over |
| an old version of sitmap opens it | it says that it needs a later one, and changes nothing |
"""
REREADING = """
When the program, its gazetteer, its themes or your places change, reports that are in may be read
otherwise. The bar above the page then says how many were read by an earlier version. **Read again**
reads them in the background; you go on working, and what was read before stands.

At the end the page **Changes** lists what would change, by place: words that mean another place
(and how far away it lies), that are surer or less sure, that are found now, or are taken for no
place any more; themes and dates, too. Choose a place to see each change with its sentence, and a
change to open its report. Accept or refuse all of them, those of a place, those of a report, or a
single one. Confidence that changes by less than 5 points is taken over without asking.

What you refuse stays as it was read before, and is listed below under **refused**; you can accept
it after all. Your decisions hold in every reading. A decision about a report reads that report anew
at once, so nothing of it waits any more. In the terminal:

```sh
sitmap reread --workspace spring.sitmap
sitmap reread --workspace spring.sitmap --list
sitmap reread --workspace spring.sitmap --accept
```

`--refuse` refuses; `--place NAME` and `--report ID` choose; `--list --json` is for programs.
Stopped or killed, run it again: it goes on.
"""
OWN_PLACES = """
Names that no gazetteer has, such as a checkpoint or a camp, can be places of your own. The page
Places leads to **Your places**: add one with its names, coordinates and kind, change it, take it
away, import a file, or save it as one. Then **Read again** shows what that changes.

A file is CSV, YAML or GeoJSON (points, lines and polygons):

```
name,lon,lat,also,countries,feature
Checkpoint Zulu,36.70,35.90,Zulu checkpoint;حاجز زولو,SY,S.BDG
```

`also` holds other names, `feature` is a code of GeoNames. In the terminal, reports that come are
read with the file, and those that are in are read again; what would change waits for your word:

```sh
sitmap add --workspace spring.sitmap --places camps.csv
sitmap reread --workspace spring.sitmap --list
sitmap gazetteer packs --workspace spring.sitmap
```
"""
SERVING = """
Only this machine reaches the page. To let colleagues in, let them sign in. Write
`.streamlit/secrets.toml` in your home folder, with what your provider of identities (OpenID
Connect) says:

```toml
[auth]
redirect_uri = "https://maps.example.org/oauth2callback"
cookie_secret = "a long random text"
client_id = "sitmap"
client_secret = "of the provider"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"

[sitmap]
allowed = ["amal@example.org", "@example.com"]
```

`allowed` names people, or all of a domain; without it everybody is let in whom the provider knows.
Install `pip install 'sitmap[sign-in]'`, and serve:

```sh
sitmap serve --workspace spring.sitmap --host 10.0.0.5
```

Nobody who isn't signed in gets any report, and decisions say who took them. Put a server with TLS,
such as nginx or Caddy, in front: sign-in needs https outside of this machine. `--secrets FILE`
names another file, and then asks on this machine, too.

In a network where you trust everybody, `--open` does without signing in. Anybody who reaches the
address then sees and changes everything; the page says so all the time:

```sh
sitmap serve --workspace spring.sitmap --host 10.0.0.5 --open
```
"""
SECTIONS = (
    ("Keeping your work safe", KEEPING),
    ("Reading again", REREADING),
    ("Places of your own", OWN_PLACES),
    ("Serving colleagues", SERVING),
)
"""Headings and Markdown."""

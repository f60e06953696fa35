import os
import sqlite3
from contextlib import closing

from flask import Flask, g, redirect, render_template, request, url_for

app = Flask(__name__)
app.config["TEMPLATES_AUTO_RELOAD"] = True

DATABASE = "books.db"
EXAMPLES = [
    ("The Left Hand of Darkness", "Ursula K. Le Guin"),
    ("A Room of One’s Own", "Virginia Woolf"),
    ("Things Fall Apart", "Chinua Achebe"),
]


def database() -> sqlite3.Connection:
    """The database of this request. Opened when it is first needed."""
    if "database" not in g:
        g.database = sqlite3.connect(DATABASE)
        g.database.row_factory = sqlite3.Row
    return g.database


@app.teardown_appcontext
def close_database(_error) -> None:
    connection = g.pop("database", None)
    if connection is not None:
        connection.close()


def prepare_database() -> None:
    with closing(sqlite3.connect(DATABASE)) as connection, connection:
        exists = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'books'").fetchone()
        if exists:
            return
        connection.execute(
            "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, finished INTEGER NOT NULL DEFAULT 0)"
        )
        connection.executemany("INSERT INTO books (title, author) VALUES (?, ?)", EXAMPLES)


@app.get("/")
def show_books():
    books = database().execute("SELECT * FROM books ORDER BY finished, id DESC").fetchall()
    return render_template("books.html", books=books)


@app.post("/books")
def add_book():
    title, author = request.form["title"].strip()[:200], request.form["author"].strip()[:200]
    if title:
        with database() as connection:
            connection.execute("INSERT INTO books (title, author) VALUES (?, ?)", (title, author or "Unknown"))
    return redirect(url_for("show_books"))


@app.post("/books/<int:book>/finished")
def toggle_finished(book: int):
    with database() as connection:
        connection.execute("UPDATE books SET finished = NOT finished WHERE id = ?", (book,))
    return redirect(url_for("show_books"))


if __name__ == "__main__":
    prepare_database()
    # Starts again when a file changes. The debugger stays off: whoever sees the preview could run code with it.
    app.run(host="0.0.0.0", port=int(os.environ.get("PORT", 3000)), use_reloader=True)

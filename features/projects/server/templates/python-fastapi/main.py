from pathlib import Path
from typing import Optional

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

app = FastAPI(title="Trails", description="Walks worth taking.")
here = Path(__file__).parent


class Trail(BaseModel):
    name: str = Field(min_length=1, max_length=80)
    kilometres: float = Field(gt=0, le=500)
    climb: int = Field(ge=0, le=9000, description="Metres upwards")


class StoredTrail(Trail):
    id: int
    hours: float = Field(description="Walking time by Naismith’s rule: 5 km an hour, and an hour for each 600 m of climb")


# Kept in memory: a restart begins anew.
trails: dict[int, Trail] = {
    1: Trail(name="Around the lake", kilometres=7.5, climb=40),
    2: Trail(name="Over the saddle", kilometres=14.2, climb=780),
    3: Trail(name="To the summit", kilometres=19.0, climb=1650),
}


def present(number: int, trail: Trail) -> StoredTrail:
    hours = round(trail.kilometres / 5 + trail.climb / 600, 1)
    return StoredTrail(id=number, hours=hours, name=trail.name, kilometres=trail.kilometres, climb=trail.climb)


@app.get("/", include_in_schema=False)
def page() -> FileResponse:
    return FileResponse(here / "index.html")


@app.get("/trails")
def list_trails(longest: Optional[float] = None) -> list[StoredTrail]:
    """All trails, or those that take at most `longest` hours."""
    known = [present(number, trail) for number, trail in trails.items()]
    return [trail for trail in known if longest is None or trail.hours <= longest]


@app.post("/trails", status_code=201)
def add_trail(trail: Trail) -> StoredTrail:
    number = max(trails, default=0) + 1
    trails[number] = trail
    return present(number, trail)


@app.delete("/trails/{number}", status_code=204)
def remove_trail(number: int) -> None:
    if trails.pop(number, None) is None:
        raise HTTPException(404, f"There is no trail {number}.")

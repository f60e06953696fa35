#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Conway's game of life on a board without edges. */

enum { ROWS = 16, COLUMNS = 40, GENERATIONS = 60, SHOWN_EVERY = 12 };

typedef bool Board[ROWS][COLUMNS];

static int neighbours(Board board, int row, int column) {
    int count = 0;
    for (int down = -1; down <= 1; down++) {
        for (int right = -1; right <= 1; right++) {
            if (down == 0 && right == 0) continue;
            count += board[(row + down + ROWS) % ROWS][(column + right + COLUMNS) % COLUMNS];
        }
    }
    return count;
}

static void step(Board board) {
    Board next;
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            int count = neighbours(board, row, column);
            next[row][column] = count == 3 || (board[row][column] && count == 2);
        }
    }
    memcpy(board, next, sizeof(Board));
}

static void draw(Board board, int generation) {
    printf("Generation %d\n", generation);
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) fputs(board[row][column] ? "██" : "· ", stdout);
        putchar('\n');
    }
    putchar('\n');
}

/* Puts a pattern of '#' on the board; '/' begins a line. */
static void place(Board board, int row, int column, const char *pattern) {
    int left = column;
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == '/') {
            row++;
            column = left;
        } else {
            board[row % ROWS][column++ % COLUMNS] = *pattern == '#';
        }
    }
}

int main(void) {
    Board board = {0};
    place(board, 1, 1, ".#./..#/###");
    place(board, 4, 10, ".#..#/#..../#...#/####.");
    place(board, 8, 24, ".##/##./.#.");

    for (int generation = 0; generation <= GENERATIONS; generation++) {
        if (generation % SHOWN_EVERY == 0) draw(board, generation);
        step(board);
    }
    return 0;
}

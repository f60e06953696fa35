import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Prints a calendar of this year, or of the year that is given. */
public class Main {
    private static final int WEEKS = 6;
    private static final int COLUMNS = 3;
    private static final Locale LOCALE = Locale.ENGLISH;

    public static void main(String[] arguments) {
        int year = arguments.length > 0 ? Integer.parseInt(arguments[0]) : LocalDate.now().getYear();
        System.out.println(center(String.valueOf(year), 3 * 20 + 2 * 3));
        for (int first = 1; first <= 12; first += COLUMNS) {
            var months = IntStream.range(first, first + COLUMNS).mapToObj(month -> new Sheet(YearMonth.of(year, month))).toList();
            System.out.println();
            for (int line = 0; line < WEEKS + 2; line++) {
                int row = line;
                System.out.println(months.stream().map(month -> month.line(row)).collect(Collectors.joining("   ")));
            }
        }
    }

    /** One month, as lines of 20 characters: its name, the weekdays, six weeks. */
    record Sheet(YearMonth month) {
        String line(int row) {
            return switch (row) {
                case 0 -> center(Month.from(month).getDisplayName(TextStyle.FULL, LOCALE), 20);
                case 1 -> weekdays();
                default -> week(row - 2);
            };
        }

        private String weekdays() {
            return Stream.of(DayOfWeek.values())
                .map(day -> day.getDisplayName(TextStyle.SHORT, LOCALE).substring(0, 2))
                .collect(Collectors.joining(" "));
        }

        private String week(int number) {
            int before = month.atDay(1).getDayOfWeek().getValue() - 1;
            return IntStream.rangeClosed(1, 7)
                .map(weekday -> number * 7 + weekday - before)
                .mapToObj(day -> month.isValidDay(day) ? String.format("%2d", day) : "  ")
                .collect(Collectors.joining(" "));
        }
    }

    private static String center(String text, int width) {
        String padded = " ".repeat(Math.max(0, (width - text.length()) / 2)) + text;
        return padded + " ".repeat(Math.max(0, width - padded.length()));
    }
}

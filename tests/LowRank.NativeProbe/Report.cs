using System.Globalization;

namespace LowRank.NativeProbe;

internal static class Report
{
    internal static void Line(string key, string value) =>
        Console.WriteLine($"{key}={value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}");

    internal static void Line(string key, double value) => Line(key, value.ToString("R", CultureInfo.InvariantCulture));

    internal static void Failure(NativeLibraryNotFoundException error)
    {
        Line("exception", error.GetType().FullName!);
        Line("message", error.Message);
        Line("rid", error.RuntimeIdentifier);
        foreach (NativeLoadAttempt attempt in error.Attempts)
        {
            Line("attempt:" + attempt.Path, attempt.Reason);
        }
    }
}

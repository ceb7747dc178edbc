using System.Globalization;
using System.Runtime;

namespace LowRank.Compare.Workers;

/// <summary>The peak of this process's resident memory over one piece of work, from Linux's own books.</summary>
internal static class PeakMemory
{
    // Writing 5 puts the peak ("high water mark") back to what is resident now.
    private const string ResetPeak = "5";

    /// <summary>Forgets the peak so far.</summary>
    /// <returns>The bytes that are resident now; null where the system keeps no such books.</returns>
    public static long? Begin()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        try
        {
            File.WriteAllText("/proc/self/clear_refs", ResetPeak);
            return Read("VmRSS");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How far the memory has risen since <see cref="Begin"/>, at its peak.</summary>
    public static long? End(long? before) => Read("VmHWM") is { } peak && before is { } start ? Math.Max(0, peak - start) : null;

    private static long? Read(string name)
    {
        const string File = "/proc/self/status";
        string? line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            : null;
        return line is null ? null : 1024 * long.Parse(
            line.Split(':', 2)[1].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Any, CultureInfo.InvariantCulture);
    }
}

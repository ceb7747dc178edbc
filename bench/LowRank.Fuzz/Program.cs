using System.Globalization;
using LowRank.Fuzz;

// ./build.sh fuzz [files per format] [seed]
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
ulong seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 1;
using FuzzFolder folder = new();
int failed = 0;
foreach (string format in SeedFile.ByFormat.Keys)
{
    long start = Environment.TickCount64;
    FuzzResult result = new FuzzRun(folder.Path, seed).Run(format, count);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{format}: {result.Files} files, {result.Accepted} accepted, the others refused; at most {result.LongestSeconds:F2} s and "
            + $"{result.MostBytes / 1e6:F1} MB for one; {(Environment.TickCount64 - start) / 1e3:F0} s in all"));
    foreach (string failure in result.Failures)
    {
        failed++;
        Console.WriteLine($"FAILED: {failure}");
    }
}

return failed == 0 ? 0 : 1;

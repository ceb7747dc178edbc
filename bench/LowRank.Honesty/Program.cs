using System.Globalization;
using LowRank.Honesty;

// ./build.sh honesty [seeds for each matrix] [a word of the methods' names]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int seeds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
string word = args.Length > 1 ? args[1] : "";
string[] types = [nameof(Single), nameof(Double), "Complex"];
HonestyRun run = new(seeds);
int broken = 0;
List<string> table =
[
    "| Method | norm | runs | within 10 % | worst | bounds at 0.1 exceeded | at 0.01 | at 0.001 | tolerances missed | rank |",
    "|:--|:--|--:|--:|--:|--:|--:|--:|--:|--:|",
];
foreach (Method method in Method.All.Where(method => method.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
{
    List<Tally> tallies = [];
    foreach (Spectrum spectrum in Spectrum.All)
    {
        foreach (string type in types)
        {
            Tally tally = run.Run(method, spectrum, type);
            tallies.Add(tally);
            foreach (string what in tally.Broken(method.IsSharp ? 0.95 : 0))
            {
                broken++;
                Console.WriteLine($"BROKEN: {method.Name}, norm {Norm(method)}, {spectrum.Name}, {type}: {what}");
            }
        }
    }

    int estimated = tallies.Sum(tally => tally.Estimated);
    string near = estimated == 0 ? "bounds" : $"{100.0 * tallies.Sum(tally => tally.Near) / estimated:F1} %";
    string worst = estimated == 0
        ? "" : $"{100 * tallies.Where(tally => tally.Estimated > 0).Min(tally => (double)tally.Near / tally.Estimated):F1} %";
    int runs = tallies.Sum(tally => tally.Runs);
    string Share(int i) =>
        $"{100 * tallies.Max(tally => (double)Math.Max(tally.Exceeded[i], tally.RelativeExceeded[i]) / tally.Runs):G2} %";
    int toTolerance = tallies.Sum(tally => tally.ToTolerance);
    string missed = toTolerance == 0
        ? "" : $"{100 * tallies.Max(tally => (double)tally.Missed / tally.ToTolerance):G2} %";
    string ranks = toTolerance == 0 ? "" : $"{tallies.Max(tally => tally.LargestRankRatio):F2}";
    string[] cells = [method.Name, Norm(method), $"{runs}", near, worst, Share(1), Share(2), Share(3), missed, ranks];
    table.Add($"| {string.Join(" | ", cells)} |");
    Console.WriteLine(table[^1]);
}

string folder = Path.Combine("artifacts", "honesty");
Directory.CreateDirectory(folder);
File.WriteAllLines(Path.Combine(folder, "table.md"), table);
return broken == 0 ? 0 : 1;

static string Norm(Method method) => method.KnowsNorm ? "known" : "unknown";

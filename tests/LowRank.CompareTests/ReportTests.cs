using System.Text.Json;
using System.Xml.Linq;
using LowRank.Compare;
using LowRank.Compare.Cases;
using LowRank.Compare.Measuring;
using LowRank.Compare.Report;
using LowRank.Compare.Workers;
using LowRank.Reporting;

namespace LowRank.CompareTests;

/// <summary>What is written of given results.</summary>
public sealed class ReportTests
{
    private static readonly CompareCase _case = new(
        "svd-case", "A case", [MatrixRecipe.Uniform("a", 1000, 500, 1)], new(),
        [Candidate.Ours("ours", "TruncatedSvd"), Candidate.SciPy("theirs <full>", "scipy.linalg.svd"),
            Candidate.Sklearn("worse", "sklearn.randomized_svd")])
    {
        Rank = 10,
        ThinColumns = 20,
        ProductsGoal = 1.25,
        Memory = MemoryGoal.OfRandomizedMethods,
        RankGoal = 1.05,
        Goals = [new("theirs <full>", "MKL", 2), new(Goal.FastestAtEqualError, "MKL", 5), new("theirs <full>", "OpenBLAS", 1)],
    };

    private static readonly WorkerDescription _ours = new(new Dictionary<string, string> { ["LowRank"] = "0.1.0" }, "MKL 2020", 2);
    private static readonly WorkerDescription _theirs = new(
        new Dictionary<string, string> { ["SciPy"] = "1.10.1", ["scikit-learn"] = "1.2.1" }, "MKL 2020", 2);

    // 40 columns of 2 · 1000 · 500 flops at 100 GFLOP/s are 0.4 ms.
    private static readonly CaseResult _result = new(
        _case,
        [
            new(_case.Candidates[0], "MKL")
            {
                Description = _ours,
                Times = [0.0005, 0.0009, 0.0004],
                Findings = new() { Rank = 10, Error = 0.1, ErrorOverOptimum = 1.002 },
                Work = new() { Passes = 2, ProductColumns = 40 },
                PeakExtraBytes = 12_000_000,
                FirstSeconds = 0.002,
            },
            new(_case.Candidates[1], "MKL") { Description = _theirs, Times = [0.0015, 0.0014, 0.0016, 0.0020],
                Findings = new() { Rank = 10, Error = 0.1 } },
            new(_case.Candidates[1], "OpenBLAS") { Skipped = "apt-get install python3-scipy" },
            new(_case.Candidates[2], "MKL") { Description = _theirs, Times = [0.0001], Findings = new() { Rank = 10, Error = 0.2 } },
            new(_case.Candidates[2], "OpenBLAS") { Description = _theirs, Failure = "answer not accepted: rank 11, allowed 10" },
        ],
        new ProductRates(100, 200, 50))
    {
        OptimalRank = 9,
    };

    private static readonly ComparisonResult _all = new(new Machine([("Processor", "A processor"), ("Threads", "2")]), 2, [_result]);

    [Fact]
    public void Ratios_are_of_medians_and_to_the_first_of_ours()
    {
        Assert.Equal(0.0005, _result.Entries[0].Median);
        Assert.Equal(0.0004, _result.Entries[0].Best);
        Assert.Equal(0.00155, _result.Entries[1].Median, 1e-15);
        Assert.Equal(3.1, _result.RatioToOurs(_result.Entries[1])!.Value, 1e-12);
        Assert.Null(_result.RatioToOurs(_result.Entries[2]));
        Assert.Equal(0.0004, _result.ProductSeconds(_result.Entries[0])!.Value, 1e-15);
        Assert.Equal(0.0008, _result.ThinProductSeconds(_result.Entries[0])!.Value, 1e-15);
        Assert.Null(_result.ProductSeconds(_result.Entries[1]));
    }

    [Fact]
    public void The_fastest_peer_at_equal_error_is_not_one_with_a_larger_error() =>
        Assert.Same(_result.Entries[1], _result.FastestAtEqualError("MKL"));

    [Fact]
    public void Goals_are_met_or_not_and_what_was_not_measured_is_not()
    {
        GoalResult[] goals = [.. Goals.Of(_result)];
        Assert.Equal([true, false, false, false, true, true], goals.Select(goal => goal.IsMet));
        Assert.Equal(3.1, goals[0].Measured!.Value, 1e-12);
        Assert.Equal(3.1, goals[1].Measured!.Value, 1e-12);
        Assert.Null(goals[2].Measured);
        Assert.Equal(10 / 9.0, goals[3].Measured!.Value, 1e-12);
        Assert.Equal(1.25, goals[4].Measured!.Value, 1e-12);
        Assert.Equal(12, goals[5].Measured);

        // 4 · 1500 · 20 elements are 0.96 MB, beside the 32.
        EntryResult greedy = _result.Entries[0] with { PeakExtraBytes = 32_970_000 };
        Assert.False(Goals.Of(_result with { Entries = [greedy] }).Last().IsMet);
        Assert.True(Goals.Of(_result with { Entries = [greedy with { PeakExtraBytes = 32_950_000 }] }).Last().IsMet);
    }

    [Fact]
    public void The_table_names_a_case_once_and_leaves_out_what_is_missing()
    {
        string[][] rows = [.. ResultTable.Rows(_result)];
        Assert.Equal(["svd-case: 1000 × 500", "", "", ""], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(ResultTable.Headers.Count, row.Length));
        Assert.Equal(["LowRank (MKL)", "ours", "10", "0 ms", "0 ms", "2 ms", "3", "1", "80", "0.1000", "1.0020", "12 MB"], rows[0][1..]);
        Assert.Equal("3.10", rows[1][8]);
        Assert.Equal("–", rows[1][6]);
        Assert.Equal("failed", rows[3][4]);
        Assert.Equal("  LowRank ours (MKL): rank 10, error 0.1000, 1.002 × optimum", ResultTable.AnswerLine(_result.Entries[0]));
        Assert.Equal("  scikit-learn worse (OpenBLAS): FAILED: answer not accepted: rank 11, allowed 10",
            ResultTable.AnswerLine(_result.Entries[4]));
        Assert.Equal(["skipped: SciPy (OpenBLAS): apt-get install python3-scipy"], ResultTable.Skipped([_result]));
        Assert.Contains(ResultTable.Remarks(_all), line => line.Contains("rank 11, allowed 10", StringComparison.Ordinal));
    }

    [Fact]
    public void The_figures_for_programs_hold_what_the_issue_asks_for()
    {
        using JsonDocument document = JsonDocument.Parse(JsonResults.Compose(_all));
        JsonElement root = document.RootElement;
        Assert.Equal(100, root.GetProperty("machine").GetProperty("dgemmGflops").GetDouble());
        Assert.Equal("A processor", root.GetProperty("machine").GetProperty("processor").GetString());
        Assert.Equal(5, root.GetProperty("results").GetArrayLength());
        JsonElement ours = root.GetProperty("results")[0];
        Assert.Equal("svd-case", ours.GetProperty("case").GetString());
        Assert.Equal("1000 × 500", ours.GetProperty("shape").GetString());
        Assert.Equal(10, ours.GetProperty("rank").GetInt32());
        Assert.Equal("0.1.0", ours.GetProperty("version").GetString());
        Assert.Equal("MKL 2020", ours.GetProperty("blas").GetString());
        Assert.Equal(2, ours.GetProperty("threads").GetInt32());
        Assert.Equal(0.0005, ours.GetProperty("medianSeconds").GetDouble());
        Assert.Equal(0.0004, ours.GetProperty("bestSeconds").GetDouble());
        Assert.Equal((3, 3), (ours.GetProperty("times").GetArrayLength(), ours.GetProperty("runs").GetInt32()));
        Assert.Equal(0.1, ours.GetProperty("relativeError").GetDouble());
        Assert.Equal(1.002, ours.GetProperty("errorOverOptimum").GetDouble());
        Assert.Equal(12_000_000, ours.GetProperty("peakExtraBytes").GetInt64());
        Assert.Equal(1.25, ours.GetProperty("timeOverProducts").GetDouble(), 1e-12);
        Assert.Equal(3.1, root.GetProperty("results")[1].GetProperty("ratioToOurs").GetDouble(), 1e-12);
        Assert.False(root.GetProperty("results")[2].TryGetProperty("medianSeconds", out _));
    }

    [Fact]
    public void The_drawings_are_well_formed_files_of_their_own()
    {
        (string Name, string Svg)[] drawings = [.. ResultCharts.Compose(_result)];
        Assert.Equal(["time-svd-case.svg", "error-svd-case.svg"], drawings.Select(drawing => drawing.Name));
        foreach ((_, string svg) in drawings)
        {
            XElement root = XElement.Parse(svg);
            Assert.Equal(XName.Get("svg", "http://www.w3.org/2000/svg"), root.Name);
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.Contains("theirs <full>", root.Attribute("aria-label")!.Value + string.Concat(
                root.DescendantNodes().OfType<XText>().Select(text => text.Value)), StringComparison.Ordinal);
        }

        // A bar for each that was timed.
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(3, XElement.Parse(drawings[0].Svg).Elements(ns + "rect").Count(bar => bar.Attribute("x") is not null));
        Assert.Empty(ResultCharts.Compose(_result with { Entries = [_result.Entries[2], _result.Entries[4]] }));
    }

    [Theory]
    [InlineData("svd", 7)]
    [InlineData("svd-decay-rank100*", 2)]
    [InlineData("*rank100", 2)]
    [InlineData("no-such", 0)]
    public void A_filter_is_a_part_of_a_name_or_a_pattern(string filter, int count) =>
        Assert.Equal(count, CompareProgram.Select(CaseList.All, [filter]).Count());

    [Fact]
    public void Peers_can_be_chosen_and_ours_always_run()
    {
        MeasuringPlan plan = new(1, 0, MeasuresMemory: false) { Against = ["openblas"] };
        Assert.Equal(_result.Entries.Select(entry => entry.IsOurs || entry.Blas == "OpenBLAS"), _result.Entries.Select(plan.IsWanted));
        Assert.All(_result.Entries, entry => Assert.True((plan with { Against = [] }).IsWanted(entry)));
    }

    [Fact]
    public void Without_a_filter_all_cases_run() => Assert.Equal(CaseList.All, CompareProgram.Select(CaseList.All, []));

    [Fact]
    public void Slow_candidates_run_less_often()
    {
        MeasuringPlan plan = new(7, 2, MeasuresMemory: true);
        Assert.Equal([7, 7, 2, 1], new[] { 0.1, 4, 8, 15 }.Select(plan.RunsOf));
        Assert.True(plan.NeedsWarmUp(0.1, 1, 0.1));
        Assert.False(plan.NeedsWarmUp(0.1, 2, 0.2));
        Assert.True(plan.NeedsWarmUp(2, 1, 2));
        Assert.False(plan.NeedsWarmUp(2, 1, 9));
        Assert.False(plan.NeedsWarmUp(8, 0, 0));
    }
}

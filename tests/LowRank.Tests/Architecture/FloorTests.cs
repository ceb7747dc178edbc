using System.Reflection;

namespace LowRank.Tests;

/// <summary>The floors of the house: a folder of src/LowRank uses only symbols that its own folder declares, or one below it.</summary>
public class FloorTests
{
    // From the ground up; folders of one floor do not use each other.
    private static readonly string[][] Floors =
    [
        ["Kernels"],
        ["Matrices", "Execution"],
        ["Random"],
        ["Operators"],
        ["Sketching", "Tall"],
        ["Errors"],
        ["Approximations"],
        ["Spaces"],
        ["Selection"],
        ["PseudoInverse", "TruncatedSvd", "ColumnRow", "Interpolative", "Cur", "Nystrom", "Norms", "Polar"],
        ["Pca"],
        ["Verification"],
    ];

    private static readonly Assembly Tests = typeof(FloorTests).Assembly;

    [Fact]
    public void A_file_uses_only_the_floors_below_its_own()
    {
        (string Path, string Text)[] sources = [.. Sources()];
        Assert.True(sources.Length > 100, $"There are only {sources.Length} sources.");
        Assert.All(
            sources, source => Assert.True(FloorOf(FolderOf(source.Path)) >= 0, $"{source.Path} stands in a folder without a floor."));
        IReadOnlyList<SymbolUse> uses = SymbolUses.Find(sources);

        // Where nothing is bound, nothing is broken either.
        Assert.Superset(
            new HashSet<string> { "Matrices", "Operators", "Tall", "Spaces", "Selection", "TruncatedSvd", "ColumnRow" },
            uses.Where(use => use.UsedFolder == "Kernels").Select(use => use.Folder).ToHashSet());
        SymbolUse[] broken = [.. Broken(uses)];
        Assert.True(broken.Length == 0, string.Join('\n', broken.Select(use =>
            $"{use.File} uses {use.Symbol} of {use.UsedFolder}, which is not below {use.Folder}.").Order()));
    }

    /// <summary>The test above sees each way of using what stands above: all types share one namespace, so no using directive shows
    /// it.</summary>
    [Fact]
    public void A_file_that_uses_a_floor_above_its_own_is_found()
    {
        SymbolUse[] broken = [.. Broken(SymbolUses.Find(
        [
            ("Kernels/Kernels.cs", "namespace LowRank.Kernels; internal static class Kernels<T> { public static T Copy(T a) => a; }"),
            ("TruncatedSvd/TruncatedSvdOfT.cs", """
                namespace LowRank;

                public sealed class TruncatedSvd<T>(T[] values)
                {
                    public TruncatedSvd() : this([]) { }
                    public T[] SingularValues { get; } = [LowRank.Kernels.Kernels<T>.Copy(values[0])];
                    public T this[int index] => SingularValues[index];
                    public static implicit operator TruncatedSvd<T>(T value) => new([value]);
                    public static TruncatedSvd<T> operator -(TruncatedSvd<T> a, TruncatedSvd<T> b) => a;
                }

                public static class TruncatedSvd
                {
                    public static TruncatedSvd<T> Compute<T>(T[] a) => new(a);
                    public static int RankOf<T>(this T[] a) => a.Length;
                }
                """),
            ("Approximations/ProductSvd.cs", """
                namespace LowRank.Approximations;

                internal static class ProductSvd
                {
                    public static object Of(double[] a)
                    {
                        var svd = TruncatedSvd.Compute(a);
                        return svd.SingularValues;
                    }
                }
                """),
            ("Approximations/Hidden.cs", """
                namespace LowRank.Approximations;

                internal sealed class Hidden : Base
                {
                    public Hidden() => Svd = new();
                    public void Convert() => Take(1.0);
                    public double Index() => Svd[0];
                    public object Subtract() => Svd - Svd;
                    public int Extend(double[] a) => a.RankOf();
                }
                """),
            ("Pca/Base.cs", """
                namespace LowRank;

                /// <summary>What stands above may be used from here.</summary>
                internal abstract class Base
                {
                    protected TruncatedSvd<double> Svd = TruncatedSvd.Compute([1.0]);
                    protected void Take(TruncatedSvd<double> svd) => Svd = svd;
                }
                """),
        ]))];
        Assert.Equal(
            ["TruncatedSvd", "TruncatedSvd.Compute<T>(T[])", "TruncatedSvd<T>", "TruncatedSvd<T>.SingularValues"],
            broken.Where(use => use.File == "Approximations/ProductSvd.cs").Select(use => use.Symbol).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "Base", "Base.Svd", "Base.Take(TruncatedSvd<double>)", "TruncatedSvd.RankOf<T>(T[])", "TruncatedSvd<T>.TruncatedSvd()",
                "TruncatedSvd<T>.implicit operator TruncatedSvd<T>(T)", "TruncatedSvd<T>.operator -(TruncatedSvd<T>, TruncatedSvd<T>)",
                "TruncatedSvd<T>.this[int]",
            ],
            broken.Where(use => use.File == "Approximations/Hidden.cs").Select(use => use.Symbol).Order(StringComparer.Ordinal));
        Assert.All(broken, use => Assert.Equal("Approximations", use.Folder));
    }

    private static IEnumerable<SymbolUse> Broken(IEnumerable<SymbolUse> uses) =>
        uses.Where(use => FloorOf(use.UsedFolder) >= FloorOf(use.Folder));

    private static IEnumerable<(string Path, string Text)> Sources()
    {
        foreach (string name in Tests.GetManifestResourceNames().Where(name => name.StartsWith("Source/", StringComparison.Ordinal)))
        {
            using StreamReader reader = new(Tests.GetManifestResourceStream(name)!);
            yield return (name["Source/".Length..], reader.ReadToEnd());
        }
    }

    private static string FolderOf(string path) => path.Split('/')[0];

    private static int FloorOf(string folder) => Array.FindIndex(Floors, floor => floor.Contains(folder));
}

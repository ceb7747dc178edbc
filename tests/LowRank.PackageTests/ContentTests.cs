using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LowRank.Tests;

/// <summary>What the packed files hold.</summary>
public partial class ContentTests
{
    private const long LargestNativePackage = 25_000_000;

    public static TheoryData<string> PackageNames() =>
        ["LowRank", "LowRank.Native.linux-x64", "LowRank.MathNet", "LowRank.Models", "LowRank.Tool"];

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Every_package_has_a_readme_an_icon_and_its_licences(string package)
    {
        string[] files = Files(package);
        Assert.Superset(new HashSet<string> { "README.md", "icon.png", "LICENSE" }, new HashSet<string>(files));
        Assert.DoesNotContain(
            files, file => file.EndsWith(".targets", StringComparison.Ordinal) || file.EndsWith(".props", StringComparison.Ordinal));
        XElement metadata = Metadata(package);
        foreach (string name in new[] { "readme", "icon", "license", "description", "authors", "tags" })
        {
            Assert.False(string.IsNullOrWhiteSpace(Value(metadata, name)), $"{package} has no {name}.");
        }

        if (files.Any(file => file.EndsWith("liblowrank_mkl.so", StringComparison.Ordinal)))
        {
            Assert.Superset(new HashSet<string> { "THIRD-PARTY-NOTICES", "GPL-3.0.txt" }, new HashSet<string>(files));
        }
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void A_readme_is_whole_where_no_repository_is_around_it(string package)
    {
        string readme = Readme.Text(package);
        Assert.StartsWith($"# {package}\n", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", readme, StringComparison.Ordinal);
        Assert.All(
            LinkTarget().Matches(readme), link => Assert.StartsWith("https://", link.Groups[1].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_library_s_readme_keeps_every_word_of_the_repository_s()
    {
        string repository = File.ReadAllText(Path.Combine(Packages.Folder, "..", "..", "README.md"));
        Assert.Equal(Words(repository), Words(Readme.Text("LowRank")));

        static IEnumerable<string> Words(string readme) =>
            Word().Matches(LinkTarget().Replace(Mark().Replace(readme, ""), "]")).Select(match => match.Value);
    }

    [Fact]
    public void The_native_package_holds_the_two_libraries_and_is_small()
    {
        Assert.Equal(
            ["runtimes/linux-x64/native/libgomp.so.1", "runtimes/linux-x64/native/liblowrank_mkl.so"],
            Files("LowRank.Native.linux-x64").Where(file => file.Contains('/', StringComparison.Ordinal)).Order());
        long size = new FileInfo(Packages.PathOf("LowRank.Native.linux-x64")).Length;
        Assert.True(size <= LargestNativePackage, $"{size} bytes, at most {LargestNativePackage}");
    }

    [Theory]
    [InlineData("LowRank", "LowRank.Native.linux-x64")]
    [InlineData("LowRank.MathNet", "LowRank")]
    [InlineData("LowRank.Models", "LowRank")]
    public void Packages_of_ours_depend_on_each_other_at_exactly_their_version(string package, string needed)
    {
        XElement dependency = Metadata(package).Descendants().Single(element => (string?)element.Attribute("id") == needed);
        Assert.Equal($"[{Packages.Version}]", (string?)dependency.Attribute("version"));
    }

    [Theory]
    [InlineData("LowRank", "LowRank")]
    [InlineData("LowRank", "LowRank.Interop")]
    [InlineData("LowRank.MathNet", "LowRank.MathNet")]
    [InlineData("LowRank.Models", "LowRank.Models")]
    public void An_assembly_has_its_documentation_and_symbols_and_knows_no_folder_of_the_machine_it_was_built_on(
        string package, string assembly)
    {
        Assert.Contains($"lib/net10.0/{assembly}.xml", Files(package));
        using MemoryStream image = Read(Packages.PathOf(package), $"lib/net10.0/{assembly}.dll");
        using PEReader reader = new(image);
        DebugDirectoryEntry[] entries = [.. reader.ReadDebugDirectory()];
        Assert.Contains(entries, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        DebugDirectoryEntry codeView = entries.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        Assert.StartsWith("/_/", reader.ReadCodeViewDebugDirectoryData(codeView).Path, StringComparison.Ordinal);

        using MemoryStream symbols = Read(Packages.PathOf(package, "snupkg"), $"lib/net10.0/{assembly}.pdb");
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(symbols);
        MetadataReader pdb = provider.GetMetadataReader();
        string[] documents = [.. pdb.Documents.Select(handle => pdb.GetString(pdb.GetDocument(handle).Name))];
        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));
        BlobContentId id = new(pdb.DebugMetadataHeader!.Id);
        Assert.Equal(reader.ReadCodeViewDebugDirectoryData(codeView).Guid, id.Guid);
    }

    private static string[] Files(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(Packages.PathOf(package));
        return [.. archive.Entries.Select(entry => entry.FullName)
            .Where(file => !file.EndsWith(".nuspec", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal)
                && !file.StartsWith("_rels/", StringComparison.Ordinal))];
    }

    private static XElement Metadata(string package)
    {
        using MemoryStream nuspec = Read(Packages.PathOf(package), $"{package}.nuspec");
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string? Value(XElement metadata, string name) =>
        metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    private static MemoryStream Read(string package, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        ZipArchiveEntry? entry = archive.GetEntry(file);
        Assert.True(entry is not null, $"{Path.GetFileName(package)} lacks {file}.");
        using Stream stream = entry.Open();
        MemoryStream copy = new();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex("<!--.*?-->")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}

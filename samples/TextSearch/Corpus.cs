using System.Xml.Linq;
using LowRank;

namespace TextSearch;

/// <summary>Texts that are on a Debian machine anyway, and this library's own documentation: nothing is fetched.</summary>
internal static class Corpus
{
    private const string LicenceFolder = "/usr/share/common-licenses";
    private const string PackageFile = "/var/lib/dpkg/status";

    private static readonly HashSet<string> _publicTypes = [.. typeof(DenseMatrix).Assembly.GetExportedTypes().Select(type => type.Name)];

    // Shorter ones are headings and signatures.
    private const int FewestWords = 12;

    public static IReadOnlyList<Document> OfThisMachine() =>
    [
        .. Where(Directory.Exists(LicenceFolder), () => Directory.EnumerateFiles(LicenceFolder)
            .Where(path => new FileInfo(path).LinkTarget is null)
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Paragraphs(Path.GetFileName(path), File.ReadAllText(path)))),
        .. Where(File.Exists(PackageFile), () => Packages(File.ReadLines(PackageFile))),
        .. Where(File.Exists(DocumentationFile), () => Members(XDocument.Load(DocumentationFile))),
    ];

    private static string DocumentationFile => Path.ChangeExtension(typeof(DenseMatrix).Assembly.Location, ".xml");

    /// <summary>The paragraphs of a text, numbered.</summary>
    public static IEnumerable<Document> Paragraphs(string name, string text) =>
        Long(text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select((paragraph, i) => new Document("licences", $"{name}, paragraph {i + 1}", OneLine(paragraph))));

    /// <summary>The descriptions in Debian's list of installed packages: a field runs on in the lines that begin with a space.</summary>
    public static IEnumerable<Document> Packages(IEnumerable<string> lines)
    {
        return Long(All());

        IEnumerable<Document> All()
        {
            string name = "";
            List<string>? description = null;
            foreach (string line in lines.Append(""))
            {
                if (description is not null && line.StartsWith(' '))
                {
                    description.Add(line.Trim() == "." ? "" : line);
                    continue;
                }

                if (description is not null)
                {
                    yield return new Document("packages", name, OneLine(string.Join(' ', description)));
                    description = null;
                }

                if (line.StartsWith("Package: ", StringComparison.Ordinal))
                {
                    name = line["Package: ".Length..];
                }
                else if (line.StartsWith("Description: ", StringComparison.Ordinal))
                {
                    description = [line["Description: ".Length..]];
                }
            }
        }
    }

    /// <summary>The members of a documentation file with all that is said of them.</summary>
    public static IEnumerable<Document> Members(XDocument documentation) =>
        Long(documentation.Descendants("member").Where(IsPublic).Select(
            member => new Document("this library", Title((string)member.Attribute("name")!), OneLine(Text(member)))));

    // The file also has what is said of internals; those have namespaces below the library's own.
    private static bool IsPublic(XElement member) =>
        ((string)member.Attribute("name")!).Split(':', '.', '(')[2] is { } type && _publicTypes.Contains(type);

    /// <summary>The words of an element, of those that it refers to by name too.</summary>
    private static string Text(XElement element) => string.Join(' ', element.DescendantNodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement reference when reference.Attribute("cref") is { } name => Title(name.Value),
        _ => "",
    }));

    /// <summary><c>M:LowRank.Pca.Fit``1(…)</c> becomes <c>Pca.Fit</c>.</summary>
    private static string Title(string name)
    {
        string path = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        string[] parts = [.. path.Split('.').Select(part => part.Split('`')[0]).Where(part => part is not ("LowRank" or ""))];
        return string.Join('.', parts[^Math.Min(2, parts.Length)..]).Replace("#ctor", "new", StringComparison.Ordinal);
    }

    private static IEnumerable<Document> Long(IEnumerable<Document> documents) =>
        documents.Where(document => Words.Of(document.Text).Count() >= FewestWords);

    private static IEnumerable<Document> Where(bool isThere, Func<IEnumerable<Document>> read) => isThere ? read() : [];

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

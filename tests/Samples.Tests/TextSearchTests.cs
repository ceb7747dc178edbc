using System.Xml.Linq;
using LowRank;
using TextSearch;

namespace Samples.Tests;

/// <summary>Terms, the latent space, and where the texts come from.</summary>
public sealed class TextSearchTests
{
    // Two subjects. "car" and "automobile" never meet, but both meet "engine" and "wheel".
    private static readonly string[] _texts =
    [
        "the car has an engine and a wheel", "an automobile has an engine and a wheel", "the engine drives the wheel",
            "a wheel and an engine make a car",
        "the automobile engine", "apples and pears are fruit", "fruit such as apples", "pears grow as apples grow",
            "the fruit of trees: pears, apples",
    ];

    private static readonly Document[] _corpus = [.. _texts.Select((text, i) => new Document("test", $"{i}", text))];

    [Fact]
    public void Words_are_those_that_say_something()
    {
        Assert.Equal(["licence", "library", "class", "status", "copy"],
            Words.Of("The Licences of all Libraries (class, status) are 2 copies."));
    }

    [Fact]
    public void Rows_have_norm_1_and_weigh_rare_terms_more()
    {
        TermMatrix terms = TermMatrix.Of(_texts);
        DenseMatrix<double> rows = terms.Matrix.ToDense();
        for (int i = 0; i < rows.RowCount; i++)
        {
            Assert.Equal(1, rows.AsRows(i, 1).FrobeniusNorm(), 1e-12);
        }

        // "car" is in two texts, "wheel" in four; "drive" is in one only, so it is no term.
        Assert.Equal(Math.Log(9 / 2.0) / Math.Log(9 / 4.0), rows[0, terms.Vocabulary["car"]] / rows[0, terms.Vocabulary["wheel"]], 1e-12);
        Assert.DoesNotContain("drive", terms.Vocabulary.Keys);

        // A query is weighed as a text is.
        DenseMatrix<double> cosines = terms.Matrix * terms.Columns([_texts[3]]);
        Assert.Equal(1, cosines[3, 0], 1e-12);
    }

    [Fact]
    public void The_latent_space_finds_what_shares_no_word_with_the_query()
    {
        TermMatrix terms = TermMatrix.Of(_texts);
        QueryResult result = QueryResult.Of("car", terms, LatentIndex.Of(terms, 2), _corpus, 5);
        Assert.Equal(["0", "3"], result.Plain.Select(answer => answer.Document.Title).Order());
        Assert.Equal(["0", "1", "2", "3", "4"], result.Latent.Select(answer => answer.Document.Title).Order());
        Assert.Empty(QueryResult.Of("unknown", terms, LatentIndex.Of(terms, 2), _corpus, 5).Latent);
    }

    [Fact]
    public void With_all_directions_the_cosines_are_those_of_the_words()
    {
        TermMatrix terms = TermMatrix.Of(_texts);
        DenseMatrix<double> queries = terms.Columns(_texts);
        LatentIndex latent = LatentIndex.Of(terms, terms.Vocabulary.Count);
        DenseMatrix<double> plain = terms.Matrix * queries;
        DenseMatrix<double> found = latent.Cosines(queries);
        for (int i = 0; i < plain.RowCount; i++)
        {
            for (int j = 0; j < plain.ColumnCount; j++)
            {
                Assert.Equal(plain[i, j], found[i, j], 1e-10);
            }
        }
    }

    [Fact]
    public void Halves_of_texts_find_each_other()
    {
        // Ten of 41 words a text, four times each, so that both halves have all of them; any two texts share some.
        static string Word(int number) => $"w{(char)('a' + (number / 10))}{(char)('a' + (number % 10))}x";
        Document[] corpus =
        [
            .. Enumerable.Range(0, 30).Select(i => new Document(
                "test", $"{i}", string.Join(
                    ' ', Enumerable.Range(0, 40).Select(k => Word(((i * ((2 * (k / 4)) + 1)) + (k / 4 * (k / 4))) % 41))))),
        ];
        List<HalvesResult> results = HalvesTest.Run(corpus, [5, 20], CancellationToken.None);
        Assert.Equal([null, 5, 20], results.Select(result => result.Rank));
        Assert.All(results, result => Assert.InRange(result.First, 0, result.AmongTen));
        Assert.Equal(1, results[0].First);
        Assert.InRange(results[2].First, results[1].First, 1);
    }

    [Fact]
    public void Texts_are_read_from_licences_packages_and_documentation()
    {
        string words = string.Join(' ', Enumerable.Range(0, 12).Select(i => $"term{(char)('a' + i)}"));
        Assert.Equal(["X, paragraph 1", "X, paragraph 3"],
            Corpus.Paragraphs("X", $"{words}\n\ntoo short\n\n{words}\n").Select(document => document.Title));

        Document package = Assert.Single(Corpus.Packages(
            ["Package: good", "Status: installed", $"Description: {words}", " and more", " .", " the end", "Homepage: none", "",
                "Package: bad", "Description: too short"]));
        Assert.Equal(("good", $"{words} and more the end"), (package.Title, package.Text));

        Document[] members =
        [
            .. Corpus.Members(XDocument.Parse(
                $"<doc><members><member "
                    + $"name=\"M:LowRank.Pca.Fit``1(LowRank.DenseMatrix{{``0}})\"><summary>{words} "
                    + $"<see cref=\"T:LowRank.Truncation\"/></summary>"
                    + "</member>"
                + $"<member name=\"T:LowRank.Kernels.Kernels`1\"><summary>{words}</summary></member></members></doc>")),
        ];
        Assert.Equal(("Pca.Fit", $"{words} Truncation"), (Assert.Single(members).Title, members[0].Text));

        // The library's own documentation is there on any machine.
        Assert.Contains(Corpus.OfThisMachine(), document => document.Title == "TruncatedSvd.Compute");
    }
}

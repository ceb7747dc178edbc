using System.CommandLine;
using LowRank.Reporting;
using Samples;
using TextSearch;

const int ShownAnswers = 5;
const int Rank = 200;
int[] ranks = [25, 50, 100, 200, 400];
string[] queries =
[
    "pictures",
    "certificates for secure connections",
    "who pays if the program does damage",
    "private and public keys",
    "compress files",
];

Option<string[]> query = new(
    "--query") { Description = "What to look for, instead of the sample's own queries; may be given several times." };
return await SampleProgram.RunAsync(args, "Searches texts by meaning.", needsImages: false, run =>
{
    IReadOnlyList<Document> corpus = Corpus.OfThisMachine();
    if (corpus.Count == 0)
    {
        throw new IOException(
            "There are no texts on this machine to search: neither licences nor descriptions of packages "
            + "nor this library's documentation.");
    }

    TermMatrix terms = TermMatrix.Of(corpus.Select(document => document.Text));
    (LatentIndex latent, double seconds) = SampleRun.Time(() => LatentIndex.Of(terms, Rank, run.CancellationToken));
    Console.WriteLine($"{Format.Count(corpus.Count)} texts, {Format.Count(terms.Vocabulary.Count)} terms, "
        + $"{Format.Count(terms.Matrix.NonZeroCount)} entries; {latent.Rank} directions in {Format.Seconds(seconds)}");

    List<QueryResult> results = [];
    foreach (string words in run.Arguments.GetValue(query) is { Length: > 0 } given ? given : queries)
    {
        QueryResult result = QueryResult.Of(words, terms, latent, corpus, ShownAnswers);
        Console.WriteLine($"\n{words}");
        for (int i = 0; i < result.Latent.Count; i++)
        {
            Console.WriteLine($"  {result.Latent[i].Document.Title,-44}  {(i < result.Plain.Count ? result.Plain[i].Document.Title : "")}");
        }

        results.Add(result);
    }

    Console.WriteLine("\nHalf of each text, sought by its other half");
    List<HalvesResult> halves = HalvesTest.Run(corpus, ranks, run.CancellationToken);
    foreach (HalvesResult result in halves)
    {
        Console.WriteLine($"  {result.Name,-16} first {Format.Share(result.First)}  among ten {Format.Share(result.AmongTen)}");
    }

    run.WritePage("Text search by meaning", Report.Body(corpus, terms, latent, seconds, results, halves));
}, query);

using System;
using System.Collections.Generic;
using static System.Math;
using Json = System.Text.Json;

namespace Shop
{
#if DEBUG
    class Log { }
#else
    class Log { int level; }
#endif

    public enum State { Draft, Sent = 2 }

    public interface IStore
    {
        void Save(Invoice invoice);
    }

    public record Line(int Count, string Text);

    [Serializable]
    public class Invoice : IStore, IComparable<Invoice>
    {
        private const int Limit = 10;
        private int net, tax;
        public string Name { get; set; } = "";
        public event EventHandler Changed;

        static Invoice() { }

        public Invoice(int net)
        {
            this.net = net;
        }

        public int Add(int amount) => Add(amount, "EUR");

        public int Add(int amount, string currency = "EUR", List<string> notes = null)
        {
            var sum = net + amount;
            switch (currency)
            {
                case "EUR":
                    net = sum;
                    break;
                default:
                    throw new ArgumentException(currency);
            }
            foreach (var note in notes)
            {
                Console.WriteLine(note);
            }
            return sum;
        }

        void IStore.Save(Invoice invoice) { }

        public void Save(Invoice invoice) { }

        public static Invoice operator +(Invoice a, Invoice b) => a;

        [Test]
        public void AddsUp()
        {
            Assert.AreEqual(1, new Invoice(1).net);
        }
    }
}

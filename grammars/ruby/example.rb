require "json"
require_relative "rates"

LIMIT = 10

module Shop
  class Invoice < Base
    include Comparable
    extend Forwardable

    STATES = %w[
      draft
      sent
    ].freeze

    attr_reader :net, :tax

    def self.create(**options)
      new(options.merge(state: "draft", "size" => 1))
    end

    def gross
      rate = 1.19
      if net > 0
        log("positive")
      elsif net.zero?
        log("zero")
      else
        log("negative")
      end
      lines.each do |line|
        puts line
      end
      case state
      when :draft then 0
      when :sent
        send_mail
      end
      net * rate
    rescue StandardError => e
      warn e
    end

    def gross=(value)
      @net = value
    end

    private

    def secret; end
  end
end

describe Shop::Invoice do
  let(:invoice) { described_class.new }

  it "has a total" do
    expect(invoice.gross).to eq(0)
  end
end
